"""What is counted about certification. Registered with `programs.measures` when Django starts."""

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate, Result
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
        in_field=F("result__assessment__training_class__programme__field"),
        by_issuer=F("issuer"),
        of_sex=F("job_seeker__sex"),
    )


def competent_records() -> QuerySet[Result]:
    """Results K that would count toward the target, once there is a certificate."""
    return Result.objects.competent_and_countable().annotate(
        subject=F("job_seeker"),
        occurred_on=F("assessed_on"),
        at_centre=F("assessment__training_class__centre"),
        in_region=F("job_seeker__domicile"),
        in_sector=F("assessment__training_class__programme__sector"),
        in_field=F("assessment__training_class__programme__field"),
        by_issuer=F("assessment__issuer"),
        of_sex=F("job_seeker__sex"),
    )


def without_certificate_on(results: QuerySet[Result], day: date) -> QuerySet[Result]:
    """Results for which no certificate had been issued by the end of a day."""
    issued = Certificate.objects.active().filter(result=OuterRef("pk"), issued_on__lte=day)
    return results.filter(~Exists(issued))


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

COMPETENT_WITHOUT_CERTIFICATE = Measure(
    key="competent_without_certificate",
    unit=Unit.PERSON,
    name=_("Competent, certificate not yet issued"),
    rule=_(
        "Counted: each person once with a result K of this year for which no certificate had been issued by the last "
        "day of the period."
    ),
    records=competent_records,
    as_of=without_certificate_on,
)

MEASURES = (JOB_SEEKERS_CERTIFIED, CERTIFICATES_ISSUED, COMPETENT_WITHOUT_CERTIFICATE)
