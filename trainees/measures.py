"""What is counted about training. Registered with `programs.measures` when Django starts."""

from django.db.models import F, QuerySet, Value
from django.db.models.fields import BigIntegerField
from django.utils.translation import gettext_lazy as _

from programs.choices import Unit
from programs.measures import Measure
from trainees.choices import EnrolmentState
from trainees.models import Enrolment


def trained_records() -> QuerySet[Enrolment]:
    """Participations that ended with a pass."""
    return Enrolment.objects.filter(state=EnrolmentState.PASSED).annotate(
        subject=F("job_seeker"),
        occurred_on=F("ended_on"),
        at_centre=F("training_class__centre"),
        in_region=F("job_seeker__domicile"),
        in_sector=F("training_class__programme__sector"),
        in_field=F("training_class__programme__field"),
        by_issuer=Value(None, output_field=BigIntegerField()),
        of_sex=F("job_seeker__sex"),
    )


JOB_SEEKERS_TRAINED = Measure(
    key="job_seekers_trained",
    unit=Unit.PERSON,
    name=_("Job seekers trained"),
    rule=_(
        "Counted: each person once who passed at least one training class, on the day the class was closed. "
        "A training certificate is not a competence certificate."
    ),
    records=trained_records,
)

MEASURES = (JOB_SEEKERS_TRAINED,)
