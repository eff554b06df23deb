"""What a report of the family declares about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import Span
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.document import Document, Table, tables_of
from kaltim_naker.reports.drawing import pictures_of


class Division(StrEnum):
    """Whom a report may be about."""

    PROVINCE = "province"
    CENTRE = "centre"
    REGION = "region"


@dataclass(frozen=True)
class ReportKind:
    """How one kind of report is built and drawn.

    `pictures` makes the charts and `tables` the sheets from the facts alone, so that a report drawn again years later
    shows the same ones. `prefix` begins the report's number; `position` orders the choice.
    """

    key: str
    prefix: str
    name: str | Promise
    build: Callable[[Order], Any]
    position: int
    about: str | Promise = ""
    spans: frozenset[Span] = frozenset(Span)
    divisions: frozenset[Division] = frozenset(Division)
    action: Action = Action.REQUEST_REPORT
    facts: type = Document
    template: str = "pdf/document.html"
    pictures: Callable[[Any], Mapping[str, Any]] = pictures_of
    tables: Callable[[Any], tuple[Table, ...]] = tables_of
