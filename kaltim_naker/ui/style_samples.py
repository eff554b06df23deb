"""What the style page shows: every component once, with the words and figures of the field. All people are invented."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaltim_naker.charts.bars import BarRow, bar_target
from kaltim_naker.charts.lines import cumulative_line, sparkline
from kaltim_naker.charts.tilemap import Tile
from kaltim_naker.core.jobs import FINAL_STATES, JobState
from kaltim_naker.core.nik import mask_nik
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.components import (
    Badge,
    ChartCard,
    EmptyState,
    FigureCard,
    InboxItem,
    PlainTable,
    Step,
    Tab,
)
from kaltim_naker.ui.formatting import number, percent
from kaltim_naker.ui.forms import DateInput
from kaltim_naker.ui.paging import Order, Page
from kaltim_naker.ui.tables import Column, Kind, Table
from kaltim_naker.ui.tilemaps import TileMapCard

RESULTS = {
    "K": Badge(gettext_lazy("Competent"), "good"),
    "BK": Badge(gettext_lazy("Not yet competent"), "warn"),
    "absent": Badge(gettext_lazy("Absent"), "neutral"),
}
_PEOPLE = (
    ("Siti Nur Aisyah", "6471025203050001", "Las SMAW 3G", date(2025, 9, 12), "K", 94.5),
    ("Muhammad Rizky Pratama", "6472018101040002", "Operator Alat Berat", date(2025, 9, 12), "BK", 88.0),
    ("Maria Yosefina Bulan", "6474031708030003", "Instalasi Listrik", date(2025, 9, 19), "K", 100.0),
    ("Yohanes Ding Lung", "6411021103990001", "Las SMAW 3G", None, "absent", 61.25),
)


class SampleFilter(django_filters.FilterSet):
    """Stands for any list's filters."""

    name = django_filters.CharFilter(label=gettext_lazy("Name"))
    result = django_filters.ChoiceFilter(
        label=gettext_lazy("Result"), choices=[(code, badge.label) for code, badge in RESULTS.items()]
    )
    tested = django_filters.DateFilter(label=gettext_lazy("Tested on"), widget=DateInput())

    class Meta:
        model = Region
        fields: tuple[str, ...] = ()


class SampleForm(forms.Form):
    """One field of each kind, bound so that the errors show."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), help_text=gettext_lazy("As on the identity card."))
    birth_date = forms.DateField(label=gettext_lazy("Birth date"), widget=DateInput())
    centre = forms.ChoiceField(
        label=gettext_lazy("Training centre"),
        choices=[("", "---------"), ("1", "BLKI Balikpapan"), ("2", "BLKI Bontang")],
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[("L", gettext_lazy("Male")), ("P", gettext_lazy("Female"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    agreed = forms.BooleanField(label=gettext_lazy("The person has read the privacy notice"))

    def clean_full_name(self) -> str:
        name = self.cleaned_data["full_name"]
        if any(letter.isdigit() for letter in name):
            raise forms.ValidationError(
                _("“%(name)s” contains digits. Write the name without the number.") % {"name": name}
            )
        return name


@dataclass
class SampleJob:
    """Looks to the template like a row of `core.jobs.JobRow`."""

    state: JobState
    progress: int
    step: str = ""
    error: str = ""
    finished_at: datetime | None = None
    pk: UUID = field(default=UUID(int=1))

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES

    def get_state_display(self) -> str:
        return str(self.state.label)


def running_job() -> SampleJob:
    """Grows within each minute, so that the polling can be seen."""
    second = timezone.now().second
    step = _("Step %(step)s of %(steps)s: drawing the table by training centre") % {
        "step": 1 + second // 20,
        "steps": 3,
    }
    return SampleJob(JobState.RUNNING, second * 100 // 60, step)


def ended_jobs() -> list[SampleJob]:
    moment = datetime(2025, 10, 6, 14, 5, tzinfo=ZoneInfo("Asia/Makassar"))
    error = _("The letterhead has no address yet. Ask the system administrator to fill it in, then request again.")
    return [
        SampleJob(JobState.DONE, 100, finished_at=moment, pk=UUID(int=2)),
        SampleJob(JobState.FAILED, 66, error=error, pk=UUID(int=3)),
    ]


def table(query: QueryDict) -> Table:
    columns = (
        Column("name", _("Name"), sort="name", heading=True, link=lambda _row: "#list"),
        Column("nik", "NIK", value=lambda row: mask_nik(row["nik"]), fields=("nik",), wide=True),
        Column("scheme", _("Scheme"), wide=True),
        Column("tested_on", _("Tested on"), kind=Kind.DATE, sort="tested_on"),
        Column("attendance", _("Attendance"), kind=Kind.PERCENT, wide=True),
        Column("result", _("Result"), badges=RESULTS),
    )
    names = ("name", "nik", "scheme", "tested_on", "result", "attendance")
    rows = [{"pk": position, **dict(zip(names, person, strict=True))} for position, person in enumerate(_PEOPLE)]
    page = Page(rows=rows, count=1312, is_capped=False, next_url="?after=4#list")
    return Table(columns=columns, page=page, caption=_("Results of assessment"), order=Order("name"), query=query)


def figures() -> list[FigureCard]:
    return [
        FigureCard(
            _("Job seekers certified"),
            1012,
            _("people"),
            _("Distinct people with at least one certificate issued this year."),
            url="#figures",
            target=1500,
            percent=67.4667,
            badge=Badge(_("On the way"), "info"),
        ),
        FigureCard(_("Apprentices"), 412, _("people"), _("Started this year."), target=400, percent=103.0),
        FigureCard(_("Open unemployment rate"), 5.2, "%", _("Lower is better. Source: BPS, August."), decimals=2),
    ]


def inbox_items() -> list[InboxItem]:
    return [
        InboxItem(
            _("Certificates waiting for hand-over"),
            18,
            "#inbox",
            _("The oldest since 2 September"),
            Badge(_("Late"), "bad"),
        ),
        InboxItem(_("Classes to close"), 3, "#inbox", _("Ended last week"), Badge(_("Due"), "warn")),
        InboxItem(_("Rows of an import to correct"), 7, "#inbox", "peserta-blki-bontang-2025.csv"),
    ]


def steps() -> list[Step]:
    return [
        Step(_("Planned"), "done", "12 Jan"),
        Step(_("Open"), "done", "3 Feb"),
        Step(_("Selecting"), "done", "20 Feb"),
        Step(_("Running"), "current", _("needs: at least one instructor, dates")),
        Step(_("Closed"), "todo"),
    ]


def tab_items() -> list[Tab]:
    return [
        Tab(_("Participants"), "#tabs", current=True, count=16),
        Tab(_("Attendance"), "#tabs"),
        Tab(_("Results"), "#tabs", count=12),
    ]


def pairs() -> list[tuple[str, str]]:
    return [
        (_("Name"), "Siti Nur Aisyah"),
        ("NIK", mask_nik("6471025203050001")),
        (_("Domicile"), "Kota Balikpapan"),
        (_("Phone"), ""),
    ]


def empty() -> EmptyState:
    return EmptyState(
        _("No participants yet"),
        _("Enter the participants of this class one by one, or import the centre's workbook."),
        "#empty",
        _("Import a workbook"),
    )


def bar_card() -> ChartCard:
    rows = [
        BarRow("BLKI Balikpapan", 712, 1000),
        BarRow("BLKI Bontang", 523, 500),
        BarRow(_("Mobile training unit"), 41),
    ]
    chart = bar_target(
        rows,
        title=_("Certified by training centre"),
        desc=_("Bars of the people certified, each with a mark at its target."),
        value_format=number,
        target_format=lambda target: f"/ {number(target)}",
    )
    shown = [(row.label, number(row.value), number(row.target), _share(row)) for row in rows]
    table = PlainTable((_("Training centre"), _("Achieved"), _("Target"), "%"), shown)
    return ChartCard(
        _("Certified by training centre"), chart, table, note=_("The gold mark is the target of the year.")
    )


def _share(row: BarRow) -> str:
    return percent(100 * row.value / row.target if row.value is not None and row.target else None)


def line_card() -> ChartCard:
    months = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"]
    achieved = [0, 0, 48, 163, 290, 402, 588, 790, 1012, None, None, None]
    target = [0, 0, 60, 200, 350, 500, 700, 900, 1100, 1250, 1400, 1500]
    title = _("Certified people, month by month")
    chart = cumulative_line(
        achieved,
        target,
        months,
        title=title,
        desc=_("A solid line of what is achieved so far, below a dashed line of the target."),
        number_format=number,
        achieved_label=_("Achieved"),
        target_label=_("Target"),
    )
    rows = [(month, number(done), number(goal)) for month, done, goal in zip(months, achieved, target, strict=True)]
    return ChartCard(title, chart, PlainTable((_("Month"), _("Achieved"), _("Target")), rows), url="#charts")


def spark() -> str:
    return sparkline([3, 8, 6, 11, 19, 16, 24], title=_("Applications by week"), desc=_("Rising from 3 to 24."))


def tile_card() -> TileMapCard:
    values = {
        "64.11": ("Mahulu", 4), "64.07": ("Kubar", 31), "64.08": ("Kutim", 96), "64.03": ("Berau", None),
        "64.02": ("Kukar", 148), "64.74": ("Bontang", 203), "64.72": ("Samarinda", 214), "64.09": ("PPU", 57),
        "64.71": ("Balikpapan", 246), "64.01": ("Paser", 0),
    }  # fmt: skip
    tiles = [Tile(code, label, value, "#map" if value else "") for code, (label, value) in values.items()]
    return TileMapCard(_("Certified people by domicile"), tiles, _("people"), note=_("Berau has not reported yet."))
