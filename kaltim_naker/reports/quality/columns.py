"""What the lists behind the board show: who or what it is, where, and the way to put it right."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.imports.kinds import get_kind
from kaltim_naker.ui.tables import Column, Kind
from trainees.choices import CallResult, EnrolmentState, SignalKind

Row = dict[str, Any]


def _page(name: str, key: str) -> Callable[[Row], str]:
    """The page of what a column of the row refers to."""
    return lambda row: reverse(name, args=[row[key]])


def _class_words(way: str) -> tuple[Callable[[Row], str], tuple[str, str]]:
    title, label = f"{way}programme__title", f"{way}label"
    return lambda row: f"{row[title]} – {row[label]}", (title, label)


def _training_class(way: str, **more: Any) -> Column:
    words, fields = _class_words(way)
    return Column("class", _("Training class"), words, fields=fields, **more)


def _person(way: str, key: str) -> Column:
    name = f"{way}full_name"
    link = _page("trainees:job_seeker_detail", key)
    return Column("name", _("Name"), name, fields=(key,), sort=name, link=link, heading=True)


def _centre(way: str) -> Column:
    return Column("centre", _("Training centre"), f"{way}short_name", wide=True)


def _region(way: str) -> Column:
    return Column("region", _("Regency or city"), f"{way}short_name", wide=True)


PARTICIPANTS = (
    _person("job_seeker__", "job_seeker"),
    _training_class("training_class__"),
    _centre("training_class__centre__"),
    _region("job_seeker__domicile__"),
    Column("state", _("State"), choices=dict(EnrolmentState.choices), wide=True),
)
RESULTS = (
    _person("job_seeker__", "job_seeker"),
    Column("scheme", _("Scheme"), "assessment__scheme__title"),
    Column("assessed_on", _("Assessed on"), kind=Kind.DATE, sort="assessed_on"),
    Column("entered", _("Entered at"), "created_at", kind=Kind.MOMENT, sort="created_at", wide=True),
    _centre("assessment__training_class__centre__"),
    _region("job_seeker__domicile__"),
)
CLASSES = (
    _training_class("", sort="programme__title", link="programs:class_detail", heading=True),
    _centre("centre__"),
    Column("ends_on", _("Last day"), kind=Kind.DATE, sort="ends_on"),
)
_SESSION_WORDS, _SESSION_FIELDS = _class_words("training_class__")
SESSIONS = (
    Column(
        "class",
        _("Training class"),
        _SESSION_WORDS,
        fields=(*_SESSION_FIELDS, "training_class"),
        sort="training_class__programme__title",
        link=_page("trainees:class_attendance", "training_class"),
        heading=True,
    ),
    Column("held_on", _("Day"), kind=Kind.DATE, sort="held_on"),
    Column("part", _("Part of the day"), kind=Kind.NUMBER),
    _centre("training_class__centre__"),
)
APPRENTICES = (
    Column(
        "name",
        _("Name"),
        "job_seeker__full_name",
        sort="job_seeker__full_name",
        link="companies:apprentice_detail",
        heading=True,
    ),
    Column("company", _("Company"), "apprenticeship__site__company__name"),
    Column("started_on", _("Began on"), kind=Kind.DATE, sort="started_on"),
    _region("apprenticeship__site__region__"),
)
SIGNALS = (
    Column(
        "kind", _("Signal"), choices=dict(SignalKind.choices), sort="kind", link="trainees:signal_look", heading=True
    ),
    _training_class("training_class__"),
    _centre("training_class__centre__"),
    Column("found", _("Found at"), "created_at", kind=Kind.MOMENT, sort="created_at", wide=True),
)
WAITING_ROWS = (
    Column(
        "file",
        _("File"),
        "run__file_name",
        fields=("run",),
        sort="run__file_name",
        link=_page("imports:correct", "run"),
        heading=True,
    ),
    Column("kind", _("Kind"), lambda row: get_kind(row["run__kind"]).label, fields=("run__kind",), wide=True),
    Column("line", _("Line"), kind=Kind.NUMBER, sort="line"),
    Column("office", _("Office"), "run__office__short_name"),
    Column("since", _("Since"), "created_at", kind=Kind.MOMENT, sort="created_at", wide=True),
)
SAMPLED = (
    _person("enrolment__job_seeker__", "enrolment__job_seeker"),
    Column("result", _("Result"), choices=dict(CallResult.choices)),
    _training_class("enrolment__training_class__"),
    _centre("sample__centre__"),
)
