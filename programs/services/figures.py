"""What enters published figures of the labour market, and the parts of the IPK."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from programs.choices import FigureKind
from programs.formulas import contradictions, has_jumped
from programs.models import Field, IpkIndicator, IpkSubIndicator, IpkValue, LabourFigure

Values = Mapping[str, Decimal | None]


@transaction.atomic
def record_figures(
    *,
    actor: User,
    region: Region,
    as_of: date,
    source: str,
    values: Values,
    jump_reason: str = "",
    is_invented: bool = False,
) -> list[LabourFigure]:
    """Enter the figures of one region as of one day; those of the day that are there already are corrected.

    Checked together: rates between 0 and 100, employed + unemployed = labour force, rates against the counts they come
    from. A figure that moved by more than half since the last one needs `jump_reason` (domain.md §10). Raises
    DomainError; nothing is saved then.
    """
    given = {kind: value for kind, value in values.items() if value is not None}
    if not given:
        raise DomainError("nothing_given", _("Enter at least one figure."))
    _require_past(as_of)
    for kind, message in contradictions(given):
        raise DomainError("figures_disagree", message, field=kind)
    saved = []
    for kind, value in given.items():
        _require_no_jump(region, kind, None, as_of, value, jump_reason)
        saved.append(_save(region, kind, None, as_of, value, source, jump_reason, is_invented))
    return saved


@transaction.atomic
def record_school_leavers(
    *,
    actor: User,
    region: Region,
    field: Field,
    as_of: date,
    leavers: int,
    source: str,
    jump_reason: str = "",
    is_invented: bool = False,
) -> LabourFigure:
    """Enter how many leave the vocational schools of a region in one field; corrects the same day's figure."""
    _require_past(as_of)
    value = Decimal(leavers)
    _require_no_jump(region, FigureKind.SCHOOL_LEAVERS, field, as_of, value, jump_reason)
    return _save(region, FigureKind.SCHOOL_LEAVERS, field, as_of, value, source, jump_reason, is_invented)


def _require_past(as_of: date) -> None:
    if as_of > today():
        raise DomainError("day_not_possible", _("A figure cannot stand for a day to come."), field="as_of")


def _require_no_jump(
    region: Region, kind: str, field: Field | None, as_of: date, value: Decimal, jump_reason: str
) -> None:
    of_series = LabourFigure.objects.filter(region=region, kind=kind, field=field)
    before = of_series.filter(as_of__lt=as_of).order_by("-as_of").first()
    if before is None or jump_reason.strip() or not has_jumped(before.value, value):
        return
    raise DomainError(
        "figure_jumped",
        _("%(figure)s was %(before)s on %(day)s. If %(value)s is right, say below why it changed so much.")
        % {
            "figure": FigureKind(kind).label,
            "before": f"{before.value.normalize():f}",
            "day": f"{before.as_of:%d/%m/%Y}",
            "value": f"{value.normalize():f}",
        },
        field="jump_reason",
    )


def _save(
    region: Region,
    kind: str,
    field: Field | None,
    as_of: date,
    value: Decimal,
    source: str,
    jump_reason: str,
    is_invented: bool,
) -> LabourFigure:
    key = {"region": region, "kind": kind, "field": field, "as_of": as_of}
    figure = LabourFigure.objects.select_for_update(of=("self",)).filter(**key).first() or LabourFigure(**key)
    figure.value, figure.source = value, source.strip()
    figure.jump_reason, figure.is_invented = jump_reason.strip(), is_invented
    figure.full_clean()
    figure.save()
    return figure


@transaction.atomic
def set_ipk_part(
    *, actor: User, indicator: IpkIndicator, name: str, part: IpkSubIndicator | None = None, **details: Any
) -> IpkSubIndicator:
    """Enter a sub-indicator of the IPK with weight, direction, bounds and document, or correct it."""
    part = part or IpkSubIndicator()
    part.indicator, part.name = indicator, " ".join(name.split())
    for column, value in details.items():
        setattr(part, column, value)
    part.full_clean()
    part.save()
    return part


@transaction.atomic
def set_ipk_value(*, actor: User, part: IpkSubIndicator, year: int, value: Decimal, source: str) -> IpkValue:
    """Enter the value of a sub-indicator in a year, or correct it."""
    found = IpkValue.objects.select_for_update(of=("self",)).filter(part=part, year=year).first()
    found = found or IpkValue(part=part, year=year)
    found.value, found.source = value, source.strip()
    found.full_clean()
    found.save()
    return found
