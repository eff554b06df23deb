"""How the columns of a kind are filled in a template: what each cell may hold, and for what a template is made.

Declared by the apps beside their columns; `kaltim_naker.imports.handouts` makes workbooks of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.accounts.models import Office


class EntryForm(StrEnum):
    """What a cell holds, and so which check the spreadsheet makes by itself, without a network."""

    TEXT = "text"
    NIK = "nik"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class Entry:
    """A column of a template. `help` is shown beside the cell; the column's own help goes before it.

    With `others_too`, what is not among the choices is asked about but not refused. Dates lie from `earliest` to today.
    """

    form: EntryForm = EntryForm.TEXT
    help: str | Promise = ""
    choices: Callable[[], Sequence[str]] = lambda: ()
    others_too: bool = False
    earliest: date = date(1940, 1, 1)
    longest: int = 200


NIK = Entry(EntryForm.NIK, help=_("16 digits, typed as text."))
DATE = Entry(EntryForm.DATE, help=_("Day, month and year, for example 17/08/2001."))
TEXT = Entry()


@dataclass(frozen=True)
class Subject:
    """What a template is made for, such as a training class.

    `facts` stand above the table as “label : value”, and serve for the columns of that name in every row; the columns
    in `stated` are therefore left out. `options` are what the sender then need not say on the upload form.
    """

    key: str
    title: str
    office: Office
    facts: Sequence[tuple[str | Promise, str]] = ()
    stated: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    rows: int = 60
    # Why nothing can be brought for it any more; empty while it is open.
    closed: str | Promise = ""


@dataclass(frozen=True)
class Template:
    """The template of a kind. Raise `version` with every change of `entries`; below `understood_from`, files in the
    hands of people cannot be read any more."""

    version: int
    entries: Mapping[str, Entry]
    understood_from: int = 1
    #: What the template may be made for, by its key and within the rows that somebody sees; None: nothing there.
    subject: Callable[[str, Scope], Subject | None] = lambda key, scope: None
