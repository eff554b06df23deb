"""An activity, minutes and a part of the IPK: what every office may see of needs and proposals."""

from datetime import date

from django.db.models import Model

from programs.documents.proposals import fingerprint, proposal_rows
from programs.models import Activity, IpkIndicator, IpkSubIndicator, Proposal, ProposalMinutes, Resolution


def need_rows(proposal: Proposal) -> dict[str, Model]:
    """Rows that are nobody's own; the minutes are about this proposal."""
    activity = _activity()
    return {
        "activity": activity,
        "resolution": _resolution(activity),
        "minutes": _minutes(proposal),
        "ipk part": _ipk_part(),
    }


def _activity() -> Activity:
    return Activity.objects.create(
        kind="outreach", title="Sosialisasi", starts_on=date(2025, 3, 1), ends_on=date(2025, 3, 1), source="uji"
    )


def _resolution(activity: Activity) -> Resolution:
    return Resolution.objects.create(activity=activity, text="Kurikulum", owner="BLKI", due_on=date(2025, 6, 1))


def _minutes(proposal: Proposal) -> ProposalMinutes:
    rows = proposal_rows(Proposal.objects.filter(pk=proposal.pk))
    facts = {"year": 2026, "rows": rows, "silent": []}
    return ProposalMinutes.objects.create(
        number="BA-1",
        year=2026,
        held_on=date(2025, 11, 3),
        place="Samarinda",
        chair="Ketua",
        facts=facts,
        sha256=fingerprint(facts),
    )


def _ipk_part() -> IpkSubIndicator:
    main, _created = IpkIndicator.objects.get_or_create(position=4, defaults={"name_id": "P", "name_en": "T"})
    return IpkSubIndicator.objects.create(
        indicator=main, name="Peserta", weight=10, minimum=0, maximum=50, source="Dokumen"
    )
