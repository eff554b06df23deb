"""What is counted about apprenticeships: people who began, who completed, who were hired (domain.md §5).

Which of them the target of about 400 is held to, is set by the measure that the indicator names.
"""

from django.db.models import F, IntegerField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import HIRED, ApprenticeState
from companies.models import Apprentice
from programs.choices import Unit
from programs.measures import Measure, Ratio

_NOTHING = Value(None, output_field=IntegerField())


def apprentices_by(day: str, apprentices: QuerySet[Apprentice]) -> QuerySet[Apprentice]:
    """Participants with the columns of a measure. No training centre and no issuer has to do with them."""
    return apprentices.annotate(
        subject=F("job_seeker"),
        occurred_on=F(day),
        at_centre=_NOTHING,
        in_region=F("job_seeker__domicile"),
        in_sector=F("apprenticeship__site__company__sector"),
        in_field=F("apprenticeship__field"),
        by_issuer=_NOTHING,
        of_sex=F("job_seeker__sex"),
        by_scheme=_NOTHING,
    )


APPRENTICES_STARTED = Measure(
    key="apprentices_started",
    unit=Unit.PERSON,
    name=_("Apprentices who began"),
    rule=_(
        "Counted: each person once whose domestic apprenticeship (own cost, APBN, APBD) began in the period with a "
        "ratified agreement, whatever came of it later. Magang Nasional is not counted."
    ),
    records=lambda: apprentices_by("started_on", Apprentice.objects.counted().started()),
)

APPRENTICES_COMPLETED = Measure(
    key="apprentices_completed",
    unit=Unit.PERSON,
    name=_("Apprentices who completed"),
    rule=_(
        "Counted: each person once who took part in a domestic apprenticeship to its end, by the day it ended, with "
        "certificate or statement. Who left early is not counted."
    ),
    records=lambda: apprentices_by("ended_on", Apprentice.objects.counted().filter(state=ApprenticeState.COMPLETED)),
)

APPRENTICES_HIRED = Measure(
    key="apprentices_hired",
    unit=Unit.PERSON,
    name=_("Apprentices hired"),
    rule=_(
        "Counted: each person once who was hired after a domestic apprenticeship, by the same company or another one, "
        "by the first day of work; hired before the end counts, too."
    ),
    records=lambda: apprentices_by("after_on", Apprentice.objects.counted().filter(after__in=HIRED)),
)

APPRENTICE_HIRING_RATE = Ratio(
    key="apprentice_hiring_rate",
    name=_("Hired of the apprentices"),
    rule=_("People hired after an apprenticeship, of all people who completed one in the same period."),
    numerator=APPRENTICES_HIRED,
    denominator=APPRENTICES_COMPLETED,
)

MEASURES = (APPRENTICES_STARTED, APPRENTICES_COMPLETED, APPRENTICES_HIRED)
RATIOS = (APPRENTICE_HIRING_RATE,)
