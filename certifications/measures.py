"""What is counted about certification. Registered with `programs.measures` when Django starts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    QuerySet,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from certifications.choices import ResultOutcome
from certifications.models import Certificate, Result
from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import add_months
from programs.choices import Unit
from programs.measures import Example, Measure, Ratio, Slice, class_columns, records_in, with_dimensions
from trainees.measures import person_columns

ONE_DAY = timedelta(days=1)


def certificates_by(subject: str) -> QuerySet[Certificate]:
    """Counted certificates, with what is counted once in `subject`."""
    return with_dimensions(
        Certificate.objects.counted(),
        subject=subject,
        occurred_on="issued_on",
        by_issuer="issuer",
        by_scheme="result__assessment__scheme",
        **person_columns(),
        **class_columns("result__assessment__training_class"),
    )


def competent_records() -> QuerySet[Result]:
    """Results K that would count toward the target, once there is a certificate."""
    return results_by_person(Result.objects.competent_and_countable())


def results_by_person(results: QuerySet[Result]) -> QuerySet[Result]:
    """Results with the columns of a measure: the person, on the day of the assessment."""
    return with_dimensions(
        results,
        subject="job_seeker",
        occurred_on="assessed_on",
        by_issuer="assessment__issuer",
        by_scheme="assessment__scheme",
        **person_columns(),
        **class_columns("assessment__training_class"),
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
    has_own_years=True,
    counted_on=_("day of issue on the certificate"),
    examples=(
        Example("two_papers_of_one_person", _("Welding by BNSP in March and a licence by Kemnaker in May"), 1),
        Example("at_both_centres", _("Certified at both centres in one year: once in the province"), 1),
        Example("last_minute_of_the_year", _("Certificate of 31 December, entered at 23:59 WITA"), 1),
        Example("handed_over_next_year", _("Issued in December, handed over in January"), 1),
        Example("issued_next_year", _("Found competent in December, certificate issued in January"), 0),
        Example("revoked", _("The only certificate was revoked"), 0),
        Example("replaced", _("A lost certificate was replaced by a new one"), 1),
        Example("not_yet_competent", _("Assessed as not yet competent (BK)"), 0),
        Example("employed_at_the_start", _("Was employed when the class began"), 0),
        Example("merged_people", _("Two registrations of one person, each with a certificate, merged"), 1),
    ),
)

CERTIFICATES_ISSUED = Measure(
    key="certificates_issued",
    unit=Unit.CERTIFICATE,
    name=_("Competence certificates issued"),
    rule=_("Counted: every counted competence certificate (result K) by its date of issue; a person may hold several."),
    records=lambda: certificates_by("id"),
    has_own_years=True,
    counted_on=_("day of issue on the certificate"),
    examples=(
        Example("two_papers_of_one_person", _("Welding by BNSP in March and a licence by Kemnaker in May"), 2),
        Example("replaced", _("A lost certificate was replaced by a new one"), 1),
        Example("revoked", _("The only certificate was revoked"), 0),
    ),
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
    examples=(
        Example("issued_next_year", _("Found competent in December, certificate issued in January"), 1),
        Example("two_papers_of_one_person", _("Welding by BNSP in March and a licence by Kemnaker in May"), 0),
    ),
)

CANDIDATES_ASSESSED = Measure(
    key="candidates_assessed",
    unit=Unit.PERSON,
    name=_("Candidates assessed"),
    rule=_("Counted: each person once who was assessed in the period with the result K or BK; who was absent is not."),
    records=lambda: results_by_person(Result.objects.decided()),
    has_own_years=True,
    examples=(
        Example("not_yet_competent", _("Assessed as not yet competent (BK)"), 1),
        Example("passed_a_class", _("Passed a training class"), 0),
    ),
)

CANDIDATES_COMPETENT = Measure(
    key="candidates_competent",
    unit=Unit.PERSON,
    name=_("Candidates found competent"),
    rule=_(
        "Counted: each person once who was assessed in the period with the result K, at the first or a later attempt."
    ),
    records=lambda: results_by_person(Result.objects.filter(outcome=ResultOutcome.COMPETENT)),
    has_own_years=True,
    examples=(
        Example("found_competent", _("Assessed as competent (K)"), 1),
        Example("not_yet_competent", _("Assessed as not yet competent (BK)"), 0),
    ),
)

COMPETENT_RATE = Ratio(
    key="competent_rate",
    name=_("Competent rate"),
    rule=_("People found competent (K), of all people assessed with K or BK in the same period."),
    numerator=CANDIDATES_COMPETENT,
    denominator=CANDIDATES_ASSESSED,
)


@dataclass(frozen=True)
class Waiting:
    """How long something took, in days. The median is what half of the cases stay below; None without a case."""

    cases: int
    median: float | None
    longest: int | None


def days_to_issue(part: Slice, scope: Scope) -> Waiting:
    """From the assessment to the certificate, for certificates issued in this part."""
    return _waiting(records_in(CERTIFICATES_ISSUED, part, scope), F("issued_on") - F("result__assessed_on"))


def days_to_hand_over(part: Slice, scope: Scope) -> Waiting:
    """From issue to hand-over, for certificates issued in this part that have been handed over."""
    handed_over = records_in(CERTIFICATES_ISSUED, part, scope).filter(handed_over_on__isnull=False)
    return _waiting(handed_over, F("handed_over_on") - F("issued_on"))


def _waiting(certificates: QuerySet[Certificate], days: CombinedExpression) -> Waiting:
    counted = ExpressionWrapper(days, DurationField())
    found = certificates.aggregate(cases=Count("pk"), median=Median(counted), longest=Max(counted))
    return Waiting(
        cases=found["cases"],
        median=found["median"] / ONE_DAY if found["median"] is not None else None,
        longest=found["longest"].days if found["longest"] is not None else None,
    )


class Median(Aggregate):
    """The value in the middle; between two middle ones, halfway."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def expiring_by_month(day: date, scope: Scope, months: int = 12) -> dict[date, int]:
    """How many certificates expire in each of the coming months, by the month's first day; empty months included.

    The span runs from `day` to the day before the same day `months` later.
    """
    last = add_months(day, months) - ONE_DAY
    rows = Certificate.objects.visible_to(scope).expiring(day, last).order_by()
    counted = dict(rows.annotate(month=TruncMonth("valid_until")).values_list("month").annotate(n=Count("pk")))
    first = day.replace(day=1)
    every = [add_months(first, step) for step in range(months + 1)]
    return {month: counted.get(month, 0) for month in every if month <= last}


MEASURES = (
    JOB_SEEKERS_CERTIFIED,
    CERTIFICATES_ISSUED,
    COMPETENT_WITHOUT_CERTIFICATE,
    CANDIDATES_ASSESSED,
    CANDIDATES_COMPETENT,
)
RATIOS = (COMPETENT_RATE,)
