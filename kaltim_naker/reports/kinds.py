"""The kinds of report. A new kind is a builder, a template and one entry here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.reports.build import Order, build_target_realisation
from kaltim_naker.reports.facts import TargetRealisation
from kaltim_naker.reports.pictures import pictures_of


@dataclass(frozen=True)
class ReportKind:
    """How one kind of report is built and drawn.

    `pictures` makes the charts from the facts alone, so that a redrawn report shows the same ones.
    """

    key: str
    prefix: str
    name: str | Promise
    template: str
    facts: type
    build: Callable[[Order], Any]
    pictures: Callable[[Any], Mapping[str, Any]]


TARGET_REALISATION = ReportKind(
    key="target_realisation",
    prefix="TR",
    name=_("Target and realisation"),
    template="pdf/target_realisation.html",
    facts=TargetRealisation,
    build=build_target_realisation,
    pictures=pictures_of,
)

KINDS: dict[str, ReportKind] = {kind.key: kind for kind in (TARGET_REALISATION,)}
