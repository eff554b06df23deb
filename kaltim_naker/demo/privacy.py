"""Two people ask about their data, and a phone with an open log-in was lost for an hour."""

from datetime import UTC, datetime, timedelta

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.demo.users import centre_admins
from kaltim_naker.privacy.choices import RequestKind
from kaltim_naker.privacy.services import (
    IncidentData,
    answer_request,
    close_incident,
    note_told,
    report_incident,
    take_request,
)
from trainees.models import JobSeeker

_LOST = datetime(2025, 9, 3, 6, tzinfo=UTC)
_ASKED = {
    RequestKind.CORRECTION: (datetime(2025, 9, 8, 1, tzinfo=UTC), "Nama di ijazah ditulis lain", "Sudah dibetulkan."),
    RequestKind.ACCESS: (datetime(2025, 12, 29, 2, tzinfo=UTC), "Apa saja data saya yang disimpan?", ""),
}


def tell_of_privacy() -> None:
    """The correction is answered; the copy still waits."""
    officer = User.objects.get(memberships__role=Role.AUDITOR, email__startswith="auditor@")
    clerk = next(iter(centre_admins().values()))
    office = clerk.memberships.get().office
    people = JobSeeker.objects.filter(registered_by=office).order_by("full_name")
    for (kind, (moment, wish, answer)), person in zip(_ASKED.items(), people[:2], strict=True):
        request = take_request(
            actor=clerk,
            office=office,
            job_seeker=person,
            kind=kind,
            channel="in_person",
            identity_check="KTP ditunjukkan di loket",
            wish=wish,
            received_at=moment,
        )
        if answer:
            answer_request(actor=officer, request=request, answer=answer)
    _lose_a_phone(officer, clerk)


def _lose_a_phone(officer: User, clerk: User) -> None:
    data = IncidentData(
        title="Telepon petugas hilang, masih masuk",
        noticed_at=_LOST + timedelta(hours=1),
        happened_from=_LOST,
        happened_until=_LOST + timedelta(hours=1),
        account=clerk,
        data_kinds="Nama dan alamat peserta",
        course="Telepon tertinggal di angkutan umum dengan sesi yang masih terbuka.",
        handling="Sesi diakhiri dari jauh, kata sandi diganti.",
    )
    incident = report_incident(actor=officer, data=data)
    told = _LOST + timedelta(hours=20)
    note_told(actor=officer, incident=incident, authority_at=told, people_at=told)
    close_incident(actor=officer, incident=incident, lesson="Telepon dinas dikunci setelah satu menit.")
