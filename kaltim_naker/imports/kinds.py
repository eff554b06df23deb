"""A kind of table that the desk takes in: its columns, its rules, and who saves it. Apps register theirs when ready."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.functional import Promise

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.columns import Column, Combined, Parser
from kaltim_naker.imports.entries import Template
from kaltim_naker.imports.importer import Context, Importer
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.rows import CheckedRow, Suggestion

Values = Mapping[str, Any]
Rule = Callable[[Values], Iterable[tuple[str, CellProblem]]]
Completion = Callable[[dict[str, Any]], Iterable[tuple[str, CellProblem]]]


@dataclass(frozen=True)
class Kind:
    """One declaration per kind; everything else of the desk is common to all.

    - `columns` gets the names of regions and gives the columns in the order of the template.
    - `rules` look at a whole row and yield (column, problem); a rule only sees values that could be read (the others
      are absent), and is not asked about a row whose required cells are broken.
    - `identity` names whom or what a row is about, `group` where it belongs (the class). The same identity twice in
      one group is `duplicate_in_file`; in another group it is the warning `already_in_other_class`.
    """

    name: str
    label: str | Promise
    columns: Callable[[RegionNames], Sequence[Column]]
    combined: Sequence[Combined] = ()
    # Adds values that follow from others (a sex from two columns of ticks), before the rules are asked.
    complete: Completion = lambda values: ()
    rules: Sequence[Rule] = ()
    identity: Callable[[Values], Hashable | None] = lambda values: None
    identity_column: str = ""
    group: Callable[[Values], Hashable] = lambda values: None
    # Whether a further row of one identity in one group is no double after all (a branch of the same company).
    may_share: Callable[[Values, Values], bool] | None = None
    # Whose files these are: a centre's, a regional office's, the province's. Whoever holds `action` brings them for
    # his own office; the province for any office of these kinds.
    offices: frozenset[OfficeKind] = frozenset({OfficeKind.TRAINING_CENTRE})
    # The words of the button; without them the label.
    bring_label: str | Promise = ""
    # What a row that waits may have meant, by the rules of the kind (a birth date as its NIK says).
    suggest: Callable[[CheckedRow], Iterable[Suggestion]] = lambda row: ()
    # What is needed to take rows in; a kind without them can be checked only.
    action: Action | None = None
    importer: Callable[[Context], Importer] | None = None
    # A form for what the sender states beside the file; its cleaned data become `Context.options`.
    options_form: type[forms.Form] | None = None
    # The workbook to be filled in that is handed out for it.
    template: Template | None = None


def with_replacements(kind: Kind, replacements: Mapping[str, Mapping[str, str]]) -> Kind:
    """The kind for a file in which some texts stand for others: column to what is written to what is meant."""

    def columns(regions: RegionNames) -> Sequence[Column]:
        return [
            replace(column, parser=_replacing(column.parser, replacements[column.name]))
            if column.name in replacements
            else column
            for column in kind.columns(regions)
        ]

    return replace(kind, columns=columns)


def _replacing(parser: Parser, replacements: Mapping[str, str]) -> Parser:
    return lambda cell: parser(replacements.get(text_of(cell), cell))


_registry: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known to the desk; called in AppConfig.ready."""
    if _registry.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"the kind {kind.name} is registered twice")


def get_kind(name: str) -> Kind:
    """Raises KeyError for a kind that no app has registered."""
    return _registry[name]


def all_kinds() -> list[Kind]:
    return sorted(_registry.values(), key=lambda kind: kind.name)
