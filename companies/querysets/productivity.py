"""Reusable reads of measurements, and of the prices beside them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from django.db.models import Case, DecimalField, ExpressionWrapper, F, OuterRef, Q, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs, Coalesce, NullIf

from companies.choices.productivity import WorkerBasis
from companies.constants.productivity import ADDED_PARTS, BOUGHT_IN_PARTS, OUTPUT_PARTS
from companies.formulas.productivity import HUNDRED, TOLERANCE_PERCENT
from kaltim_naker.access.scope import ScopedQuerySet

_MONEY = DecimalField(max_digits=24, decimal_places=2)
_EXACT = DecimalField(max_digits=30, decimal_places=10)


def _sum(names: Iterable[str]) -> Combinable:
    first, *others = names
    total: Combinable = F(first)
    for name in others:
        total = total + F(name)
    return ExpressionWrapper(total, output_field=_MONEY)


class MeasurementQuerySet(ScopedQuerySet):
    def with_productivity(self) -> Self:
        """Adds `by_subtraction`, `added`, `value_added` and `productivity`, as `Accounts` of the formulas has them.

        A sum with an unknown position is unknown, so each method is NULL where it cannot be used.
        """
        workers = Case(
            When(worker_basis=WorkerBasis.MONTHLY, then=F("workers_mean")),
            default=(F("workers_begin") + F("workers_end")) / Decimal(2),
            output_field=_EXACT,
        )
        summed = self.annotate(
            by_subtraction=ExpressionWrapper(_sum(OUTPUT_PARTS) - _sum(BOUGHT_IN_PARTS), output_field=_MONEY),
            added=_sum(ADDED_PARTS),
            average_workers=workers,
        ).annotate(value_added=Coalesce("by_subtraction", "added", output_field=_MONEY))
        share = ExpressionWrapper(F("value_added") / NullIf("average_workers", Decimal(0)), output_field=_EXACT)
        return summed.annotate(productivity=share)

    def with_year_before(self) -> Self:
        """Adds `productivity_before`: of the same company, a year earlier. Needs `with_productivity`."""
        earlier = self.model._default_manager.filter(company=OuterRef("company"), year=OuterRef("year") - 1)
        return self.annotate(
            productivity_before=Subquery(
                earlier.order_by().with_productivity().values("productivity")[:1], output_field=_EXACT
            )
        )

    def with_methods_apart(self) -> Self:
        """Both methods are known, and differ by more than the tolerance. Needs `with_productivity`."""
        allowed = Abs(F("by_subtraction")) * (TOLERANCE_PERCENT / HUNDRED)
        difference = Abs(ExpressionWrapper(F("by_subtraction") - F("added"), output_field=_MONEY))
        return self.annotate(difference=difference, allowed=ExpressionWrapper(allowed, output_field=_EXACT)).filter(
            Q(difference__gt=F("allowed"))
        )

    def for_list(self) -> Self:
        return self.select_related("company", "agreement")


class PriceIndexQuerySet(ScopedQuerySet):
    def newest_series(self) -> dict[int, Decimal]:
        """Year → price index, of the series with the latest base year; the latest publication of each year holds."""
        base_year = self.order_by("-base_year").values_list("base_year", flat=True).first()
        rows = self.filter(base_year=base_year).order_by("as_of").values_list("year", "value")
        return dict(rows)
