"""What is counted about apprenticeships: people who began, who completed, who were hired (domain.md §5).

Which of them the target of about 400 is held to, is set by the measure that the indicator names.
"""

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from companies.choices.apprenticeships import HIRED, ApprenticeshipKind, ApprenticeState
from companies.models import Apprentice
from programs.choices import FundingSource, Unit
from programs.measures import Example, Measure, Ratio, with_dimensions
from trainees.measures import person_columns

# Who pays, in the words of all funding.
_FUNDING = {
    ApprenticeshipKind.OWN: FundingSource.CSR,
    ApprenticeshipKind.APBN: FundingSource.APBN,
    ApprenticeshipKind.APBD: FundingSource.APBD_PROVINCE,
}


def apprentices_by(day: str, apprentices: QuerySet[Apprentice]) -> QuerySet[Apprentice]:
    """Participants with the columns of a measure. No training centre and no issuer has to do with them."""
    paid_by = [When(apprenticeship__kind=kind, then=Value(source)) for kind, source in _FUNDING.items()]
    return with_dimensions(
        apprentices,
        subject="job_seeker",
        occurred_on=day,
        in_sector="apprenticeship__site__company__sector",
        in_field="apprenticeship__field",
        by_funding=Case(*paid_by, output_field=CharField()),
        **person_columns(),
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
    examples=(
        Example("apprentice_left", _("An apprentice who left early"), 1),
        Example("apprentice_of_magang_nasional", _("Completed in Magang Nasional"), 0),
    ),
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
    examples=(
        Example("apprentice_completed", _("An apprentice who completed"), 1),
        Example("apprentice_left", _("An apprentice who left early"), 0),
    ),
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
    examples=(
        Example("apprentice_hired", _("An apprentice who completed and was hired elsewhere"), 1),
        Example("apprentice_completed", _("An apprentice who completed"), 0),
    ),
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
