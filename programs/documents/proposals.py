"""Proposals as they are read: the matrix, what they overlap with, and the official minutes."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.core.periods import today
from kaltim_naker.pdf.render import render_pdf
from kaltim_naker.regions.models import Region
from programs.choices import ClassState, ProposalState, ProposalUnit
from programs.constants import AGREED, DECIDED
from programs.documents.paper import paper_of
from programs.models import Proposal, ProposalMinutes, SkillNeed, TrainingClass

Facts = dict[str, Any]


# --- overlap -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Overlap:
    """What is there already beside a proposal: classes of its field in the plan of its year, other proposals, needs."""

    classes: Sequence[TrainingClass]
    here: Sequence[TrainingClass]
    siblings: Sequence[Proposal]
    needs: Sequence[SkillNeed]

    @property
    def seats(self) -> int:
        return sum(training.seats for training in self.classes)

    @property
    def people_needed(self) -> int:
        return sum(need.people for need in self.needs)


def overlap_of(proposal: Proposal) -> Overlap:
    """The provincial plan, other proposals of the region and its recorded needs, of the same field and year.

    `here` are the classes at a centre in the region itself. Without a known field there is nothing to compare with.
    """
    if proposal.field_id is None:
        return Overlap((), (), (), ())
    planned = TrainingClass.objects.in_year(proposal.year).filter(programme__field=proposal.field_id)
    planned = planned.exclude(state=ClassState.CANCELLED).exclude(came_of__proposal=proposal.pk)
    classes = list(planned.select_related("programme", "centre__office").order_by("centre", "label"))
    siblings = Proposal.objects.standing().in_year(proposal.year).filter(region=proposal.region_id)
    needs = SkillNeed.objects.in_year(proposal.year).filter(region=proposal.region_id, field=proposal.field_id)
    return Overlap(
        classes=classes,
        here=[training for training in classes if training.centre.office.region_id == proposal.region_id],
        siblings=list(siblings.filter(field=proposal.field_id).exclude(pk=proposal.pk)),
        needs=list(needs.for_list()),
    )


# --- the matrix ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """What one region proposed in one field, and what of it was agreed, in one unit (packages)."""

    proposed: int = 0
    agreed: int = 0

    def plus(self, proposed: int, agreed: int) -> "Cell":
        return Cell(self.proposed + proposed, self.agreed + agreed)

    @property
    def words(self) -> str:
        """`1 / 3`: agreed of proposed; empty where nothing was proposed."""
        return f"{self.agreed} / {self.proposed}" if self.proposed else ""


@dataclass(frozen=True)
class Matrix:
    """Regions × fields. `cells` has a row for each region, its sum last; `totals` is the sum of the columns."""

    fields: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    totals: tuple[Cell, ...]


def matrix_of(rows: Iterable[Mapping[str, Any]]) -> Matrix:
    """From rows with region, field, volume, agreed_volume: packages only, since units are never added up."""
    packages = [row for row in rows if row["unit"] == ProposalUnit.PACKAGE]
    fields = sorted({row["field"] for row in packages})
    regions = list(dict.fromkeys(row["region"] for row in packages))
    cells: dict[tuple[str, str], Cell] = {}
    for row in packages:
        proposed, agreed = row["volume"], row["agreed_volume"] or 0
        for key in ((row["region"], row["field"]), (row["region"], ""), ("", row["field"]), ("", "")):
            cells[key] = cells.get(key, Cell()).plus(proposed, agreed)
    columns = (*fields, "")
    return Matrix(
        fields=tuple(fields),
        rows=tuple((one, tuple(cells.get((one, field), Cell()) for field in columns)) for one in regions),
        totals=tuple(cells.get(("", field), Cell()) for field in columns),
    )


def proposal_rows(proposals: QuerySet[Proposal]) -> list[Facts]:
    """Proposals as plain facts, by region and priority; amounts as text, so that nothing is rounded on the way."""
    ordered = proposals.select_related("region", "field").order_by("region__code", "priority", "title")
    return [
        {
            "number": one.number,
            "region": one.region.short_name,
            "region_code": one.region.code,
            "title": one.title,
            "field": (one.field.name_id if one.field else one.field_words) or "–",
            "volume": one.volume,
            "unit": one.unit,
            "cost": None if one.cost is None else str(one.cost),
            "priority": one.priority,
            "state": one.state,
            "is_decided": one.state in DECIDED,
            "agreed_volume": one.agreed_volume,
            "reason": one.reason,
            "decided_on": one.decided_on.isoformat() if one.decided_on else None,
            "is_invented": one.is_invented,
        }
        for one in ordered
    ]


# --- the official minutes ------------------------------------------------------------------------------------------
def minutes_facts(year: int) -> Facts:
    """All proposals of a year that were not withdrawn, with the decisions as they stand, and who has proposed nothing.

    Frozen in `ProposalMinutes`; page, PDF and workbook are drawn from these facts alone.
    """
    rows = proposal_rows(Proposal.objects.standing().in_year(year))
    proposing = {row["region_code"] for row in rows}
    silent = [region.short_name for region in Region.objects.home() if region.code not in proposing]
    return {"year": year, "frozen_on": today().isoformat(), "rows": rows, "silent": silent}


def fingerprint(facts: Facts) -> str:
    """SHA-256 of the facts as canonical JSON: sorted keys, no spaces."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Sums:
    """What came out: how many proposals, how many agreed, deferred and rejected, and what is still open."""

    proposed: int
    agreed: int
    deferred: int
    rejected: int
    undecided: int
    cost: Decimal
    cost_agreed: Decimal


def sums_of(rows: Sequence[Mapping[str, Any]]) -> Sums:
    """`cost_agreed` is the estimated cost of what was agreed, in proportion where only a part was."""
    return Sums(
        proposed=len(rows),
        agreed=sum(row["state"] in AGREED for row in rows),
        deferred=sum(row["state"] == ProposalState.DEFERRED for row in rows),
        rejected=sum(row["state"] == ProposalState.REJECTED for row in rows),
        undecided=sum(not row["is_decided"] for row in rows),
        cost=sum((Decimal(row["cost"] or 0) for row in rows), Decimal(0)),
        cost_agreed=sum(
            (Decimal(row["cost"] or 0) * (row["agreed_volume"] or 0) / row["volume"] for row in rows), Decimal(0)
        ),
    )


def decision_words(row: Mapping[str, Any]) -> str:
    """The decision in words; a part that was agreed says so."""
    words = str(ProposalState(row["state"]).label)
    if row["agreed_volume"] and row["agreed_volume"] < row["volume"]:
        part = _("in part: %(agreed)s of %(volume)s") % {"agreed": row["agreed_volume"], "volume": row["volume"]}
        return f"{words} ({part})"
    return words


def in_words(rows: Iterable[Mapping[str, Any]]) -> list[Facts]:
    """Frozen rows with what a reader sees: `decision` and `unit` in words, the cost as an amount again."""
    return [
        {
            **row,
            "cost": None if row["cost"] is None else Decimal(row["cost"]),
            "unit": str(ProposalUnit(row["unit"]).label),
            "decision": decision_words(row),
        }
        for row in rows
    ]


def minutes_pdf(minutes: ProposalMinutes, *, language: str) -> bytes:
    """The minutes on the house's paper, across, with a line to sign for each region that proposed something."""
    rows = minutes.facts["rows"]
    with override(language):
        paper = paper_of(
            title=_("Minutes: proposals of regencies and cities"),
            subject=_("Programme of the fiscal year %(year)s") % {"year": minutes.year},
            period=_("Number %(number)s") % {"number": minutes.number},
            reference=minutes.number,
            chair=minutes.chair,
            place=minutes.place,
            signed_on=minutes.held_on,
            is_invented=any(row["is_invented"] for row in rows),
        )
        context = {
            "facts": paper,
            "minutes": minutes,
            "rows": in_words(rows),
            "matrix": matrix_of(rows),
            "sums": sums_of(rows),
            "silent": ", ".join(minutes.facts["silent"]),
            "regions": list(dict.fromkeys(row["region"] for row in rows)),
        }
    return render_pdf("pdf/proposal_minutes.html", context, language=language)
