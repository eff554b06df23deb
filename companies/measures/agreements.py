"""What is counted about agreements, and what is held under them."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.measures.fulfilment import with_results
from companies.models import Agreement
from programs.choices import ClassState, Unit
from programs.measures import Dimension, Example, Measure, Ratio, class_columns, with_dimensions
from programs.models import TrainingClass
from trainees.measures import person_columns
from trainees.models import Placement


def _signed_records() -> QuerySet[Agreement]:
    """Signed agreements without addenda, on the day they were signed; the sector is the partner's."""
    signed = Agreement.objects.main().signed()
    return with_dimensions(signed, subject="pk", occurred_on="signed_on", in_sector="company__sector")


def _in_force_on(agreements: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    return agreements.in_force(day)  # type: ignore[attr-defined]


def _with_results_by(agreements: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    return agreements.filter(pk__in=with_results(day).values("pk"))


def _class_records() -> QuerySet[TrainingClass]:
    closed = TrainingClass.objects.filter(state=ClassState.CLOSED, agreement_ties__isnull=False)
    return with_dimensions(
        closed, subject="pk", occurred_on="closed_on", in_region="centre__office__region", **class_columns("")
    )


def _placement_records() -> QuerySet[Placement]:
    of_class = class_columns("enrolment__training_class")
    # The sector is that of the job, not of the class.
    return with_dimensions(
        Placement.objects.filter(agreement_ties__isnull=False),
        subject="job_seeker",
        occurred_on="started_on",
        **person_columns(),
        **(of_class | {Dimension.SECTOR: "sector"}),
    )


AGREEMENTS_SIGNED = Measure(
    key="agreements_signed",
    unit=Unit.AGREEMENT,
    name=_("Agreements signed"),
    rule=_("Counted: each MoU and each PKS signed in the period; addenda are not counted."),
    records=_signed_records,
    examples=(
        Example("agreement_signed", _("Signed in the year, in force beyond its end"), 1),
        Example("agreement_drafted", _("A draft that nobody has signed"), 0),
    ),
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
    examples=(
        Example("agreement_signed", _("Signed in the year, in force beyond its end"), 1),
        Example("agreement_over", _("Signed in the year, and over before its end"), 0),
    ),
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
    examples=(
        Example("agreement_with_a_measurement", _("Signed, and a company measured under it"), 1),
        Example("agreement_signed", _("Signed in the year, in force beyond its end"), 0),
    ),
)

CLASSES_UNDER_AGREEMENTS = Measure(
    key="classes_under_agreements",
    unit=Unit.CLASS,
    name=_("Training classes held under agreements"),
    rule=_("Counted: each class that an agreement names, on the day it was closed."),
    records=_class_records,
    examples=(
        Example("class_under_an_agreement", _("A class that an agreement names"), 1),
        Example("passed_a_class", _("Passed a training class"), 0),
    ),
)

PLACED_UNDER_AGREEMENTS = Measure(
    key="people_placed_under_agreements",
    unit=Unit.PERSON,
    name=_("People placed under agreements"),
    rule=_("Counted: each person once whose job came of an agreement that names it, on the first day of work."),
    records=_placement_records,
    examples=(
        Example("placed_under_an_agreement", _("A job that an agreement names"), 1),
        Example("worked_within_six_months", _("Passed, and began to work a month after the class was closed"), 0),
    ),
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
