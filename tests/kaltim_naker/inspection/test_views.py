"""The history beside a record, and the list of looks at personal data."""

import pghistory
import pytest
from django.urls import reverse

from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.audit.trail import last_version
from programs.choices import ClassState
from programs.models import TrainingClass
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import JobSeekerFactory, nik_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(province):
    return user_with_role(Role.AUDITOR, province, full_name="Auditor")


def history(auditor, label, record):
    return client_of(auditor).get(reverse("audit:history", args=[label, record.pk]))


def test_who_changed_what_from_what_to_what(auditor, balikpapan, balikpapan_admin):
    planned = TrainingClassFactory(centre=balikpapan, planned=True)
    client_of(balikpapan_admin).post(reverse("programs:class_move", args=[planned.pk, "open"]))

    newest, oldest = history(auditor, "programs.trainingclass", planned).context["entries"]
    assert newest["entry"].actor == balikpapan_admin
    [change] = newest["changes"]
    assert (change.before, change.after) == (ClassState.PLANNED.label, ClassState.OPEN.label)
    assert oldest["entry"].label == "insert"
    assert any(str(change.after) == str(balikpapan) for change in oldest["changes"])


def test_a_changed_number_is_said_and_not_shown(auditor, balikpapan):
    person = JobSeekerFactory(registered_by=balikpapan.office)
    before, after = person.reveal_nik(), nik_for("64.71", person.birth_date, person.sex, 9876)
    person.set_nik(after)
    person.save()

    response = history(auditor, "trainees.jobseeker", person)
    page = response.content.decode()
    assert [change.label for change in response.context["entries"][0]["changes"] if change.is_secret] == ["NIK"]
    assert before not in page
    assert after not in page
    assert str(bytes(person.nik_cipher))[2:12] not in page


@pytest.mark.parametrize("label", ["nothing.here", "accounts.user", "sessions.session", "x"])
def test_other_tables_have_no_such_page(label, auditor, planner):
    url = f"/history/{label}/00000000-0000-0000-0000-000000000000/"
    assert client_of(auditor).get(url).status_code == 404


def test_the_list_of_looks(auditor, balikpapan_admin):
    AccessLog.objects.create(actor=balikpapan_admin, kind=AccessKind.UNMASK_NIK, reason="Daftar BPJS")
    AccessLog.objects.create(actor=balikpapan_admin, kind=AccessKind.EXPORT, rows=40)
    url = reverse("audit:access_log")
    rows = client_of(auditor).get(url, {"kind": "unmask_nik"}).context["table"].page.rows
    assert [row["reason"] for row in rows] == ["Daftar BPJS"]


# --- what was deleted ------------------------------------------------------------------------------------------------
def test_the_history_of_a_deleted_record_is_found(auditor, balikpapan):
    gone = TrainingClassFactory(centre=balikpapan, planned=True)
    label, name = "programs.trainingclass", str(gone)
    with pghistory.context(user=auditor.pk, reason="Dobel dengan Paket A"):
        TrainingClass.objects.filter(pk=gone.pk).delete()

    page = client_of(auditor).get(reverse("audit:deleted"), {"table": label})
    [found] = page.context["found"]
    assert found["reason"] == "Dobel dengan Paket A"
    shown = client_of(auditor).get(found["url"])
    assert shown.context["page_title"] == name
    assert [item["entry"].label for item in shown.context["entries"]] == ["delete", "insert"]


def test_only_who_sees_everything_reads_it(balikpapan, balikpapan_admin, auditor):
    gone = TrainingClassFactory(centre=balikpapan, planned=True)
    TrainingClass.objects.filter(pk=gone.pk).delete()
    assert client_of(balikpapan_admin).get(reverse("audit:deleted")).status_code == 403
    assert history(auditor, "programs.trainingclass", gone).status_code == 200
    assert last_version(TrainingClass, TrainingClassFactory(centre=balikpapan).pk) is None
    assert client_of(auditor).get(reverse("audit:deleted"), {"table": "accounts.user"}).context["found"] == []
