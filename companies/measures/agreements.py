"""What is counted about agreements, and what is held under them."""

from datetime import date

from django.db.models import F, QuerySet, Value
from django.db.models.fields import BigIntegerField, CharField, UUIDField
from django.utils.translation import gettext_lazy as _

from companies.measures.fulfilment import with_results
from companies.models import Agreement
from programs.choices import ClassState, Unit
from programs.measures import Measure, Ratio
from programs.models import TrainingClass
from trainees.models import Placement

_NO_KEY = Value(None, BigIntegerField())
_NO_UUID = Value(None, UUIDField())


def _signed_records() -> QuerySet[Agreement]:
    """Signed agreements without addenda, on the day they were signed; the sector is the partner's."""
    return (
        Agreement.objects.main()
        .signed()
        .annotate(
            subject=F("pk"),
            occurred_on=F("signed_on"),
            at_centre=_NO_KEY,
            in_region=_NO_KEY,
            in_sector=F("company__sector"),
            in_field=_NO_KEY,
            by_issuer=_NO_KEY,
            of_sex=Value(None, CharField()),
            by_scheme=_NO_UUID,
        )
    )


def _in_force_on(agreements: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    return agreements.in_force(day)  # type: ignore[attr-defined]


def _with_results_by(agreements: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    return agreements.filter(pk__in=with_results(day).values("pk"))


def _class_records() -> QuerySet[TrainingClass]:
    closed = TrainingClass.objects.filter(state=ClassState.CLOSED, agreement_ties__isnull=False)
    return closed.annotate(
        subject=F("pk"),
        occurred_on=F("closed_on"),
        at_centre=F("centre"),
        in_region=F("centre__office__region"),
        in_sector=F("programme__sector"),
        in_field=F("programme__field"),
        by_issuer=_NO_KEY,
        of_sex=Value(None, CharField()),
        by_scheme=_NO_UUID,
    )


def _placement_records() -> QuerySet[Placement]:
    return Placement.objects.filter(agreement_ties__isnull=False).annotate(
        subject=F("job_seeker"),
        occurred_on=F("started_on"),
        at_centre=F("enrolment__training_class__centre"),
        in_region=F("job_seeker__domicile"),
        in_sector=F("sector"),
        in_field=F("enrolment__training_class__programme__field"),
        by_issuer=_NO_KEY,
        of_sex=F("job_seeker__sex"),
        by_scheme=_NO_UUID,
    )


AGREEMENTS_SIGNED = Measure(
    key="agreements_signed",
    unit=Unit.AGREEMENT,
    name=_("Agreements signed"),
    rule=_("Counted: each MoU and each PKS signed in the period; addenda are not counted."),
    records=_signed_records,
)

AGREEMENTS_IN_FORCE = Measure(
    key="agreements_in_force",
    unit=Unit.AGREEMENT,
    name=_("Agreements in force"),
    rule=_(
        "Counted: each MoU and each PKS in force on the last day of the period, whenever it was signed; an addendum "
        "prolongs what it changes and is not counted itself."
    ),
    records=_signed_records,
    as_of=_in_force_on,
    is_stock=True,
)

AGREEMENTS_WITH_RESULTS = Measure(
    key="agreements_with_results",
    unit=Unit.AGREEMENT,
    name=_("Agreements with results"),
    rule=_(
        "Counted: each MoU and each PKS signed in the year under which at least one class, apprenticeship, placement, "
        "certificate or measurement was recorded by the last day of the period."
    ),
    records=_signed_records,
    as_of=_with_results_by,
)

CLASSES_UNDER_AGREEMENTS = Measure(
    key="classes_under_agreements",
    unit=Unit.CLASS,
    name=_("Training classes held under agreements"),
    rule=_("Counted: each class that an agreement names, on the day it was closed."),
    records=_class_records,
)

PLACED_UNDER_AGREEMENTS = Measure(
    key="people_placed_under_agreements",
    unit=Unit.PERSON,
    name=_("People placed under agreements"),
    rule=_("Counted: each person once whose job came of an agreement that names it, on the first day of work."),
    records=_placement_records,
)

RESULTS_SHARE = Ratio(
    key="agreements_with_results_share",
    name=_("Share of agreements with results"),
    rule=_("Agreements signed in the year with at least one result, of all agreements signed in the year."),
    numerator=AGREEMENTS_WITH_RESULTS,
    denominator=AGREEMENTS_SIGNED,
)

MEASURES = (
    AGREEMENTS_SIGNED,
    AGREEMENTS_IN_FORCE,
    AGREEMENTS_WITH_RESULTS,
    CLASSES_UNDER_AGREEMENTS,
    PLACED_UNDER_AGREEMENTS,
)
RATIOS = (RESULTS_SHARE,)
