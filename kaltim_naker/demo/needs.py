"""What the regions need and propose for the year after the demo year, and figures that others publish.

Proposals, needs and most figures are invented and say so; the published ones name their source (domain.md §6.3).
"""

from datetime import date
from decimal import Decimal
from typing import Any

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.reference_data import read_rows
from kaltim_naker.demo.classes import YEAR
from kaltim_naker.demo.users import planner
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import ActivityKind, ClassState, OrganisationKind, ProposalState
from programs.formulas import HUNDRED, round_percent
from programs.models import Activity, Field, SkillNeed, TrainingClass
from programs.services import (
    Delegation,
    add_resolution,
    answer_need,
    decide_proposal,
    end_resolution,
    enter_activity,
    make_minutes,
    record_delegations,
    record_figures,
    record_need,
    record_school_leavers,
    return_proposal,
    review_proposal,
    submit_proposal,
)

NEXT_YEAR = YEAR + 1
MEETING_DAY = date(YEAR, 10, 14)
LEAVERS_ON = date(YEAR, 6, 30)
_INVENTED = "Contoh: angka karangan untuk peragaan"
# As many classes as it takes to meet the first need of the year.
_ANSWERS = 3


def tell_needs_and_proposals() -> None:
    """The figures first, then the meeting, what is needed, and what was proposed and decided there."""
    actor = planner()
    regions = {region.code: region for region in Region.objects.home_and_province()}
    fields = {field.code: field for field in Field.objects.all()}
    _figures(actor, regions, fields)
    meeting = _meetings(actor, regions)
    _needs(actor, regions, fields)
    _proposals(actor, regions, fields)
    make_minutes(
        actor=actor,
        year=NEXT_YEAR,
        number=f"500.15/BA-CONTOH/{YEAR}",
        held_on=MEETING_DAY,
        place="Samarinda",
        chair="Ratna Purnamasari",
        activity=meeting,
    )


def _figures(actor: User, regions: dict[str, Region], fields: dict[str, Field]) -> None:
    for row in read_rows(__file__, "labour_figures"):
        record_figures(
            actor=actor,
            region=regions[row["region"]],
            as_of=date.fromisoformat(row["as_of"]),
            source=row["source"],
            values=_values(row),
            is_invented=bool(row["is_invented"]),
        )
    for row in read_rows(__file__, "school_leavers"):
        record_school_leavers(
            actor=actor,
            region=regions[row["region"]],
            field=fields[row["field"]],
            as_of=LEAVERS_ON,
            leavers=int(row["leavers"]),
            source=_INVENTED,
            is_invented=True,
        )


def _values(row: dict[str, str]) -> dict[str, Decimal | None]:
    """The counts of a row, and what follows from them."""
    names = ("working_age", "labour_force", "unemployed", "unemployment", "productivity")
    values: dict[str, Decimal | None] = {name: Decimal(row[name]) if row[name] else None for name in names}
    working_age, force, without = values["working_age"], values["labour_force"], values["unemployed"]
    if force and without:
        values["employed"] = force - without
        values["unemployment"] = round_percent(without / force * HUNDRED)
    if force and working_age:
        values["participation"] = round_percent(force / working_age * HUNDRED)
    return values


def _meetings(actor: User, regions: dict[str, Region]) -> Activity:
    """Two invented meetings with delegates of organisations and resolutions, one of them overdue."""
    council = _meeting(
        actor,
        ActivityKind.TKDV,
        "Rapat TKDV: lulusan SMK dan kursi pelatihan (contoh)",
        date(YEAR, 4, 23),
        regions["64.71"],
        ["Lulusan SMK per kejuruan", "Kursi pelatihan di kedua BLKI", "Sertifikasi di sekolah"],
        {
            OrganisationKind.GOVERNMENT: (9, 6),
            OrganisationKind.SCHOOL: (12, 12),
            OrganisationKind.COMPANY: (7, 6),
            OrganisationKind.CERTIFIER: (2, 2),
        },
    )
    _resolved(actor, council, "Menyusun daftar skema yang dapat diuji di SMK", "Dinas Pendidikan", date(YEAR, 7, 31))
    meeting = _meeting(
        actor,
        ActivityKind.COORDINATION,
        f"Rakor penyelarasan usulan program {NEXT_YEAR} (contoh)",
        MEETING_DAY,
        regions["64.72"],
        [f"Usulan kabupaten/kota {NEXT_YEAR}", "Kebutuhan keahlian", "Kesepakatan dan berita acara"],
        {
            OrganisationKind.GOVERNMENT: (34, 12),
            OrganisationKind.COMPANY: (11, 9),
            OrganisationKind.ASSOCIATION: (4, 2),
            OrganisationKind.UNION: (3, 2),
            OrganisationKind.TRAINING_PROVIDER: (6, 4),
        },
    )
    done = _resolved(actor, meeting, "Mengirim matriks usulan ke kementerian", "Disnakertrans", date(YEAR, 11, 14))
    end_resolution(actor=actor, resolution=done, state="done", ended_on=date(YEAR, 11, 10), note="Terkirim")
    _resolved(actor, meeting, "Menyiapkan unit keliling untuk Mahakam Ulu", "BLKI Bontang", date(YEAR, 12, 15))
    return meeting


def _meeting(
    actor: User,
    kind: str,
    title: str,
    day: date,
    region: Region,
    agenda: list[str],
    came: dict[str, tuple[int, int]],
) -> Activity:
    activity = enter_activity(
        actor=actor,
        kind=kind,
        title=title,
        starts_on=day,
        ends_on=day,
        place=region.short_name,
        region=region,
        organiser="Disnakertrans Kaltim",
        chair="Ratna Purnamasari",
        document="Undangan 500.15/CONTOH",
        agenda="\n".join(agenda),
        summary="Disepakati seperti pada butir keputusan.",
        source="Contoh: kegiatan karangan untuk peragaan",
        is_invented=True,
    )
    delegations = [Delegation(one, people, organisations) for one, (people, organisations) in came.items()]
    return record_delegations(actor=actor, activity=activity, delegations=delegations)


def _resolved(actor: User, activity: Activity, text: str, owner: str, due_on: date) -> Any:
    return add_resolution(actor=actor, activity=activity, text=text, owner=owner, due_on=due_on)


def _needs(actor: User, regions: dict[str, Region], fields: dict[str, Field]) -> None:
    sectors = {sector.code: sector for sector in KbliSection.objects.filter(version=2020)}
    for row in read_rows(__file__, "needs"):
        need = record_need(
            actor=actor,
            region=regions[row["region"]],
            year=int(row["year"]),
            field=fields[row["field"]],
            sector=sectors[row["sector"]],
            skill=row["skill"],
            people=int(row["people"]),
            origin=row["origin"],
            evidence=row["evidence"],
            is_invented=True,
        )
        if need.year == YEAR:
            _answer(actor, need)


def _answer(actor: User, need: SkillNeed) -> None:
    """The first classes of the field that were closed in its year: one need is met by them, another is not."""
    closed = TrainingClass.objects.filter(
        programme__field=need.field, fiscal_year=need.year, state=ClassState.CLOSED, need_answer__isnull=True
    )
    for training in closed.order_by("closed_on", "pk")[:_ANSWERS]:
        answer_need(actor=actor, need=need, training_class=training)


def _proposals(actor: User, regions: dict[str, Region], fields: dict[str, Field]) -> None:
    operators = {
        held.office.region_id: held.user
        for user in User.objects.filter(memberships__role=Role.REGIONAL_OPERATOR)
        for held in user.held_memberships
    }
    for row in read_rows(__file__, "proposals"):
        region = regions[row["region"]]
        proposal = submit_proposal(
            actor=operators.get(region.pk, actor),
            region=region,
            year=NEXT_YEAR,
            title=row["title"],
            field=fields[row["field"]],
            volume=int(row["volume"]),
            cost=Decimal(row["cost"]),
            priority=int(row["priority"]),
            justification=row["justification"],
            is_invented=True,
        )
        _decide(actor, proposal, row)


def _decide(actor: User, proposal: Any, row: dict[str, str]) -> None:
    decision = row["decision"]
    if decision == ProposalState.SUBMITTED:
        return
    if decision == ProposalState.RETURNED:
        return_proposal(actor=actor, proposal=proposal, reason=row["reason"])
        return
    review_proposal(actor=actor, proposal=proposal)
    if decision != ProposalState.REVIEWED:
        decide_proposal(
            actor=actor,
            proposal=proposal,
            decision=decision,
            decided_on=MEETING_DAY,
            agreed_volume=int(row["agreed"]) if row["agreed"] else None,
            reason=row["reason"],
        )
