"""The copy of all data about a person (UU 27/2022, article 7), to read and for machines."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Field, Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.core.periods import today
from kaltim_naker.pdf.render import render_pdf
from kaltim_naker.privacy.models import SubjectRequest
from kaltim_naker.privacy.personal import PARTS, Part
from kaltim_naker.ui.formatting import DASH, long_date, moment
from programs.documents.paper import paper_of
from trainees.models import JobSeeker

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """One table: what it is, why it is kept, and the person's rows with their columns in words."""

    title: str
    purpose: str
    basis: str
    rows: list[Facts]


def copy_of(person: JobSeeker) -> list[Section]:
    """Everything the map says is given, in the active language; tables without a row of the person are left out."""
    return [section for part in PARTS if (section := _section(part, person)).rows]


def _section(part: Part, person: JobSeeker) -> Section:
    columns = [part.model._meta.get_field(name) for name in part.given]
    return Section(
        title=str(part.model._meta.verbose_name),
        purpose=str(part.purpose.name),
        basis=str(part.purpose.basis.label),
        rows=[list(_facts(row, columns)) for row in part.rows(person)],
    )


def _facts(row: Model, columns: list[Any]) -> Iterator[tuple[str, str]]:
    for column in columns:
        if (value := _in_words(row, column)) not in ("", DASH):
            yield str(column.verbose_name), value


def _in_words(row: Model, column: Field) -> str:
    display = getattr(row, f"get_{column.name}_display", None)
    value: Any = display() if display else getattr(row, column.name)
    match value:
        case None | "":
            return ""
        case datetime():
            return moment(value)
        case date():
            return long_date(value)
        case dict():
            return "; ".join(f"{name}: {one}" for name, one in value.items() if one)
        case list():
            return ", ".join(str(one) for one in value)
        case Decimal():
            return f"{value.normalize():f}"
    return str(value)


def copy_as_json(person: JobSeeker) -> dict[str, Any]:
    """The same for machines (portability, article 13)."""
    return {"made_on": today().isoformat(), "sections": [asdict(section) for section in copy_of(person)]}


def copy_as_pdf(request: SubjectRequest, *, language: str) -> bytes:
    """The same to read, as an official letter with the number of the request."""
    with override(language):
        person = request.job_seeker
        sheet = paper_of(
            title=_("Copy of your personal data"),
            subject=person.full_name,
            period=long_date(today()),
            reference=request.number,
            chair=settings.PRIVACY["officer"],
            signed_on=today(),
            is_invented=person.is_invented,
        )
        sheet = replace(sheet, signature={**sheet.signature, "title": _("Data protection officer")})
        context = {"facts": sheet, "sections": copy_of(person), "contact": settings.PRIVACY["contact"]}
        return render_pdf("pdf/personal_copy.html", context, language=language)
