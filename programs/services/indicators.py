"""Indicators: how each is counted, and since when."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from programs.measures import is_counted
from programs.models import RULE_FIELDS, Indicator, IndicatorVersion, LegalBasis


def indicators_on(day: date) -> list[Indicator]:
    """Every indicator with the rule that is in force on a day; two queries."""
    newest: dict[int, IndicatorVersion] = {}
    for version in IndicatorVersion.objects.filter(valid_from__lte=day).order_by("valid_from"):
        newest[version.indicator_id] = version
    return [_with_rule(indicator, newest.get(indicator.pk)) for indicator in Indicator.objects.all()]


def _with_rule(indicator: Indicator, version: IndicatorVersion | None) -> Indicator:
    """The indicator as that version has it, for reading only."""
    for name in RULE_FIELDS if version else ():
        setattr(indicator, name, getattr(version, name))
    return indicator


def counted_on(day: date) -> Iterable[Indicator]:
    """The indicators that the application counts by itself."""
    return [indicator for indicator in indicators_on(day) if is_counted(indicator.measure)]


@transaction.atomic
def add_indicator_version(
    *,
    actor: User,
    indicator: Indicator,
    valid_from: date,
    reason: str,
    basis: LegalBasis | None = None,
    **rule: Any,
) -> IndicatorVersion:
    """Change how an indicator is counted from a day on; earlier periods keep their rule.

    `rule` names what changes; what is not named stays as it is on that day. Raises DomainError `measure_unknown`.
    """
    before = next(item for item in indicators_on(valid_from) if item.pk == indicator.pk)
    values = {name: rule.get(name, getattr(before, name)) for name in RULE_FIELDS}
    if values["measure"] and not is_counted(values["measure"]):
        raise DomainError(
            "measure_unknown", _("There is no measure “%(key)s”.") % {"key": values["measure"]}, field="measure"
        )
    version = IndicatorVersion(indicator=indicator, valid_from=valid_from, reason=reason.strip(), basis=basis, **values)
    version.full_clean()
    version.save(force_insert=True)
    return version
