"""Centres, programmes, classes, indicators and targets."""

from datetime import date, timedelta
from decimal import Decimal

import factory

from kaltim_naker.accounts.models import OfficeKind
from programs.choices import ClassState, LegalKind, Unit
from programs.models import (
    BudgetLine,
    Field,
    Indicator,
    LegalBasis,
    PredicateBand,
    Target,
    TargetRevision,
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.base import ValidFactory

# Permendagri 86/2017 (domain.md §9.3), by lower bound.
SCALE = (
    (91, "very-high", "Sangat Tinggi", "Very high"),
    (76, "high", "Tinggi", "High"),
    (66, "medium", "Sedang", "Medium"),
    (51, "low", "Rendah", "Low"),
    (0, "very-low", "Sangat Rendah", "Very low"),
)


def predicate_scale(valid_from: date = date(2017, 1, 1)) -> list[PredicateBand]:
    """The scale of Permendagri 86/2017."""
    return [
        PredicateBand.objects.get_or_create(
            valid_from=valid_from,
            lower=Decimal(lower),
            defaults={"code": code, "name_id": name_id, "name_en": name_en},
        )[0]
        for lower, code, name_id, name_en in SCALE
    ]


class TrainingCentreFactory(ValidFactory):
    """A centre with its office; both share one key."""

    class Meta:
        model = TrainingCentre

    office = factory.SubFactory(OfficeFactory, kind=OfficeKind.TRAINING_CENTRE)
    name = factory.LazyAttribute(lambda centre: centre.office.name)
    short_name = factory.LazyAttribute(lambda centre: centre.office.short_name)


class FieldFactory(ValidFactory):
    class Meta:
        model = Field
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"F{n}")
    name_id = factory.LazyAttribute(lambda field: f"Kejuruan {field.code}")
    name_en = factory.LazyAttribute(lambda field: f"Field {field.code}")


class TrainingProgramFactory(ValidFactory):
    class Meta:
        model = TrainingProgram

    title = factory.Sequence(lambda n: f"Program Pelatihan {n}")
    field = factory.SubFactory(FieldFactory)
    hours = 240


class TrainingClassFactory(ValidFactory):
    """A class that is running; the traits give the other states what these need."""

    class Meta:
        model = TrainingClass

    class Params:
        planned = factory.Trait(state=ClassState.PLANNED, starts_on=None, ends_on=None)
        closed = factory.Trait(
            state=ClassState.CLOSED,
            closed_on=factory.SelfAttribute("ends_on"),
            closing_document=factory.Sequence(lambda n: f"BA/{n}"),
        )
        cancelled = factory.Trait(state=ClassState.CANCELLED, cancel_reason="Instruktur tidak tersedia")

    centre = factory.SubFactory(TrainingCentreFactory)
    programme = factory.SubFactory(TrainingProgramFactory)
    fiscal_year = factory.LazyAttribute(lambda training: training.starts_on.year if training.starts_on else 2025)
    label = factory.Sequence(lambda n: f"Paket {n}")
    seats = 16
    starts_on = date(2025, 2, 3)
    ends_on = factory.LazyAttribute(lambda training: training.starts_on + timedelta(days=30))
    state = ClassState.RUNNING


class IndicatorFactory(ValidFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"I{n}")
    name_id = "Pencari kerja bersertifikat kompetensi"
    name_en = "Job seekers with a competence certificate"
    unit = Unit.PERSON
    measure = "job_seekers_certified"


class TargetFactory(ValidFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    year = 2025
    value = Decimal(1500)
    original = factory.SelfAttribute("value")
    source = "Perjanjian Kinerja 2025"


class LegalBasisFactory(ValidFactory):
    class Meta:
        model = LegalBasis

    kind = LegalKind.PERFORMANCE_AGREEMENT
    number = factory.Sequence(lambda n: f"{n}")
    year = 2025
    title = "Perjanjian Kinerja Kepala Dinas"


class TargetRevisionFactory(ValidFactory):
    """A value that waits for approval."""

    class Meta:
        model = TargetRevision

    target = factory.SubFactory(TargetFactory, value=None, original=None, source="")
    number = 1
    value = Decimal(1500)
    document = "Perjanjian Kinerja 2025"
    effective_on = date(2025, 1, 2)
    proposed_by = factory.SubFactory(UserFactory)


class BudgetLineFactory(ValidFactory):
    class Meta:
        model = BudgetLine

    year = 2025
    code = factory.Sequence(lambda n: f"2.07.03.1.01.{n:04d}")
    title = "Pelatihan berbasis kompetensi"
    indicator = factory.SubFactory(IndicatorFactory)
    ceiling = Decimal(1_000_000_000)
    source = "DPA 2025"
