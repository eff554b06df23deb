"""What is counted about certification. Registered with `programs.measures` when Django starts."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from programs.choices import Unit
from programs.measures import Measure


def certificates_by(subject: str) -> QuerySet[Certificate]:
    """Counted certificates, with what is counted once in `subject`."""
    return Certificate.objects.counted().annotate(
        subject=F(subject),
        occurred_on=F("issued_on"),
        at_centre=F("result__assessment__training_class__centre"),
        in_region=F("job_seeker__domicile"),
        in_sector=F("result__assessment__training_class__programme__sector"),
        by_issuer=F("issuer"),
    )


JOB_SEEKERS_CERTIFIED = Measure(
    key="job_seekers_certified",
    unit=Unit.PERSON,
    name=_("Job seekers with a competence certificate"),
    rule=_(
        "Counted: each person once who holds at least one counted competence certificate (result K) issued in the "
        "period and who was a job seeker when the class began. Who is certified at both centres counts once in the "
        "province and once at each centre."
    ),
    records=lambda: certificates_by("job_seeker"),
)

CERTIFICATES_ISSUED = Measure(
    key="certificates_issued",
    unit=Unit.CERTIFICATE,
    name=_("Competence certificates issued"),
    rule=_("Counted: every counted competence certificate (result K) by its date of issue; a person may hold several."),
    records=lambda: certificates_by("id"),
)

MEASURES = (JOB_SEEKERS_CERTIFIED, CERTIFICATES_ISSUED)
