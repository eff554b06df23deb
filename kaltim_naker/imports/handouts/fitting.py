"""Whether a template that comes back is the right one; the wrong one is refused kindly, with the way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.accounts.models import Office
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.entries import Subject, Template
from kaltim_naker.imports.handouts.stamp import ChangedStampError, Stamp
from kaltim_naker.imports.kinds import Kind, get_kind


@dataclass(frozen=True)
class Fit:
    """What a fitting template says by itself: where its columns are, what was asked on the form, and a remark."""

    places: dict[str, int] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def fit_template(text: str, kind: Kind, office: Office) -> Fit:
    """Read the hidden sheet. Raises DomainError for a template of something else, or of which nothing is left.

    An empty `text` is a workbook that is no template of ours: it is read by its headings, as always.
    """
    if not text:
        return Fit()
    try:
        stamp = Stamp.read(text)
    except ChangedStampError:
        raise _refusal("template_changed", _("The hidden sheet of this template was changed.")) from None
    template = _template_of(stamp, kind)
    subject = _subject_of(stamp, template, office) if stamp.subject else None
    return Fit(
        places={name: place for place, name in enumerate(stamp.columns)},
        options=subject.options if subject else {},
        note=_("This is an older template. It was understood; please use the present one next time.")
        if stamp.version < template.version
        else "",
    )


def _template_of(stamp: Stamp, kind: Kind) -> Template:
    if stamp.kind != kind.name or kind.template is None:
        raise DomainError("template_of_another_kind", _another_kind(stamp), field="file")
    if not kind.template.understood_from <= stamp.version <= kind.template.version:
        raise _refusal("template_outdated", _("This template is out of date."))
    return kind.template


def _another_kind(stamp: Stamp) -> str:
    try:
        label = get_kind(stamp.kind).label
    except KeyError:
        return _("This template is for something that is not brought here any more.")
    return _("This is a template for “%(kind)s”. Bring it there, or download the template for this page.") % {
        "kind": label
    }


def _subject_of(stamp: Stamp, template: Template, office: Office) -> Subject:
    subject = template.subject(stamp.subject, EVERYTHING)
    # Of another office nothing is said that the sender does not see: foreign and absent look the same.
    if subject is None or subject.office != office:
        message = _("This template was made for a class that %(office)s does not have.") % {"office": office}
        raise _refusal("template_of_another_class", message)
    if subject.closed:
        raise DomainError("template_of_a_closed_class", f"{subject.title}: {subject.closed}", field="file")
    return subject


def _refusal(code: str, message: str) -> DomainError:
    way_out = _("Download the template again and copy your rows into it.")
    return DomainError(code, f"{message} {way_out}", field="file")
