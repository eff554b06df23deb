"""“Your list and ours”: three columns with reasons, within one's rights, and nothing of it is kept or said aloud."""

import io
import logging
import re
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from certifications.models import Certificate
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.imports.reconcile import NIK, Ours, Theirs, compare, reading, sealed
from kaltim_naker.imports.reconcile.identifiers import CERTIFICATE_NUMBER
from kaltim_naker.imports.reconcile.sources import UNKNOWN
from kaltim_naker.imports.workbook import RefusedFile, Row, Sheet
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from tests.factories.certifications import CertificateFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.imports.files import nik, xlsx


# --- the pure comparison --------------------------------------------------------------------------------------------
def entry(line: int, value: str) -> Theirs:
    return Theirs(value, line, value, value)


def test_three_columns():
    ours = [Ours("a", "Ani"), Ours("b", "Budi", "withdrawn"), Ours(None, "Citra")]
    answer = compare([entry(1, "b"), entry(2, "x"), entry(3, "b")], ours, unknown="?")
    assert [(one.line, one.label) for one in answer.both] == [(1, "Budi"), (3, "Budi")]
    assert answer.both[0].reason == "withdrawn"
    assert "1" in answer.both[1].reason
    assert [(one.line, one.reason) for one in answer.only_theirs] == [(2, "?")]
    assert [one.label for one in answer.only_ours] == ["Ani", "Citra"]


def test_a_known_key_is_explained_and_not_taken_for_a_slip():
    ours = [Ours("64", "Ani", shown="64")]

    def near(value, left):
        return next(iter(left.values()), None)

    answer = compare([entry(1, "65"), entry(2, "66")], ours, near=near, explain=lambda keys: {"65": "elsewhere"})
    assert answer.only_theirs[0].reason == "elsewhere"
    assert "Ani" in answer.only_theirs[1].reason
    assert "2" in answer.only_ours[0].reason


def test_empty_sets():
    assert compare([], []).both == []
    assert len(compare([], [Ours("a", "A")]).only_ours) == 1
    assert len(compare([entry(1, "a")], []).only_theirs) == 1


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("6471014503010002", True),  # one digit
        ("6471014503010010", True),  # two neighbours changed about
        ("6471014503010022", False),  # two digits
        ("6471014503010001", False),  # itself is no slip
    ],
)
def test_a_slip_of_one_digit_in_a_nik(typed, is_found):
    record = Ours(blind_index("6471014503010001"), "Ani")
    assert (NIK.near(typed, {record.key: record}) is record) == is_found


def test_a_slip_in_a_certificate_number():
    record = Ours("123452025100012", "Ani")
    assert CERTIFICATE_NUMBER.near("12345 2025 1 00013", {record.key: record}) is record
    assert CERTIFICATE_NUMBER.near("12345 2025 1 00099", {record.key: record}) is None
    assert CERTIFICATE_NUMBER.near("A/1", {"A2": record}) is None


# --- reading --------------------------------------------------------------------------------------------------------
ANI, BUDI = "6471014503010001", "6471010503010002"


@pytest.mark.parametrize(
    "text",
    [
        f"{ANI}\n{BUDI}",
        f"NIK\n{ANI}\n\n{BUDI}\n",
        f"1;Ani;{ANI}\n2;Budi;{BUDI}",
        f"No\tNama\tNIK\n1\tAni\t'{ANI}\n2\tBudi\t6471 0105 0301 0002",
        f"081234567890\t{ANI}\n081234567891\t{BUDI}",
    ],
)
def test_a_pasted_list(text):
    found = reading.read_list([reading.sheet_of(text)], NIK)
    assert [one.value for one in found.entries] == [ANI, BUDI]
    assert not found.unread


def test_what_cannot_be_read_is_said_with_its_line_and_masked():
    found = reading.read_list([reading.sheet_of(f"{ANI}\n64710145030100\n6.47101E+15")], NIK)
    assert [(one.line, ANI[8:12] in one.shown) for one in found.unread] == [(2, False), (3, False)]
    number = Sheet("x", rows=[Row(1, ("NIK",)), Row(2, (6471014503010001,)), Row(3, (BUDI,))])
    found = reading.read_list([number], NIK)
    assert [one.line for one in found.unread] == [2]
    assert "6471014503010001" not in found.unread[0].shown


def test_the_number_of_a_certificate_is_found_by_its_heading():
    rows = [["No", "Tahun", "No Sertifikat"], ["1", "2025", "AB/12/2025"], ["2", "2025", "AB/13/2025"]]
    sheet = Sheet("x", rows=[Row(line, tuple(row)) for line, row in enumerate(rows, start=1)])
    found = reading.read_list([sheet], CERTIFICATE_NUMBER)
    assert [one.key for one in found.entries] == ["AB122025", "AB132025"]


def test_no_list_and_too_long_a_list(monkeypatch):
    with pytest.raises(RefusedFile) as refusal:
        reading.read_list([reading.sheet_of("halo\napa kabar")], NIK)
    assert refusal.value.code == "empty_list"
    monkeypatch.setattr(reading, "MOST_ENTRIES", 1)
    with pytest.raises(RefusedFile) as refusal:
        reading.read_list([reading.sheet_of(f"{ANI}\n{BUDI}")], NIK)
    assert refusal.value.code == "long_list"


# --- the page -------------------------------------------------------------------------------------------------------


def number(serial: int) -> str:
    return nik(date(2001, 3, 5), serial=serial)


@pytest.fixture
def barista(bontang):
    return TrainingClassFactory(centre=bontang, programme__title="Barista", label="Paket 1", fiscal_year=2025)


@pytest.fixture
def ani(barista):
    person = JobSeekerFactory(full_name="Ani Rahmah", nik=number(1), registered_by=barista.centre.office)
    EnrolmentFactory(job_seeker=person, training_class=barista)
    return person


def asked(user, text: str = "", url: str = "", **more: object):
    data = {"fiscal_year": 2025, "text": text, **more}
    return client_of(user).post(url or reverse("imports:reconcile", args=["participants"]), data)


@pytest.mark.django_db
def test_participants_of_a_class_with_every_reason(barista, ani, bontang_admin, balikpapan):
    office = barista.centre.office
    other = TrainingClassFactory(centre=barista.centre, programme__title="Housekeeping", fiscal_year=2025)
    elsewhere = JobSeekerFactory(full_name="Budi Hartono", nik=number(2), registered_by=office)
    EnrolmentFactory(job_seeker=elsewhere, training_class=other)
    JobSeekerFactory(full_name="Citra Dewi", nik=number(3), registered_by=office)
    JobSeekerFactory(full_name="Orang Balikpapan", nik=number(4321), registered_by=balikpapan.office)
    dodi = JobSeekerFactory(full_name="Dodi Saputra", nik=number(5), registered_by=office)
    EnrolmentFactory(job_seeker=dodi, training_class=barista)
    eka = JobSeekerFactory(full_name="Eka", nik=None, nik_missing_reason="no_card", registered_by=office)
    EnrolmentFactory(job_seeker=eka, training_class=barista)
    slip = number(5)[:-1] + "6"
    text = "\n".join([number(1), number(2), number(3), number(4321), slip, number(9876)])
    response = asked(bontang_admin, text, training_class=barista.pk)
    answer = response.context["answer"]
    assert [line.label for line in answer.both] == ["Ani Rahmah"]
    reasons = {line.line: line.reason for line in answer.only_theirs}
    assert "Budi Hartono" in reasons[2]
    assert "Housekeeping" in reasons[2]
    assert "Citra Dewi" in reasons[3]
    assert "Dodi Saputra" in reasons[5]
    # Somebody of another centre and nobody at all look the same.
    assert reasons[4] == reasons[6] == str(UNKNOWN)
    assert {line.label for line in answer.only_ours} == {"Dodi Saputra", "Eka"}
    assert "Orang Balikpapan" not in response.content.decode()


@pytest.mark.django_db
def test_no_number_is_said_aloud_or_kept(barista, ani, bontang_admin, caplog):
    caplog.set_level(logging.DEBUG)
    unknown = number(77)
    response = asked(bontang_admin, f"{number(1)}\n{unknown}\n{number(8)[:-1]}")
    page = response.content.decode()
    assert response.status_code == 200
    assert number(1) not in page
    assert unknown not in page
    assert "6471********0077" in page
    assert not re.search(r"\d{15,16}", caplog.text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM audit_accesslog l")
        assert not re.search(r"(?<![\da-f])\d{15,16}(?![\da-f])", cursor.fetchone()[0])
    entry = AccessLog.objects.get()
    assert (entry.kind, entry.rows, entry.subject) == ("search_nik", 2, "reconcile:participants")


@pytest.mark.django_db
def test_the_answer_as_a_workbook(barista, ani, bontang_admin, balikpapan_admin):
    page = asked(bontang_admin, f"{number(1)}\n{number(77)}\n123456789")
    sent = {"sealed": page.context["sealed"]}
    url = reverse("imports:reconcile_export", args=["participants"])
    response = client_of(bontang_admin).post(url, sent)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [1, 2, 3]
    assert not any(number(1) in str(cell) or number(77) in str(cell) for row in rows for cell in row)
    assert AccessLog.objects.filter(kind="export").count() == 1
    # It opens for nobody else, and not for ever.
    assert client_of(balikpapan_admin).post(url, sent).status_code == 302
    assert client_of(bontang_admin).post(url, {"sealed": sent["sealed"][:-8] + "AAAAAAA="}).status_code == 302


@pytest.mark.django_db
def test_a_seal_breaks_after_an_hour(bontang_admin, monkeypatch):
    found = reading.read_list([reading.sheet_of(ANI)], NIK)
    text = sealed.seal(bontang_admin, {"a": "b"}, found)
    assert sealed.unseal(bontang_admin, text) == ({"a": "b"}, [(1, ANI)], [])
    now = sealed.time.time()
    monkeypatch.setattr(sealed.time, "time", lambda: now + sealed.KEPT_SECONDS + 1)
    with pytest.raises(sealed.BrokenSealError):
        sealed.unseal(bontang_admin, text)


@pytest.mark.django_db
def test_a_file_is_read_and_refused_like_any_other(barista, ani, bontang_admin):
    book = xlsx({"Data": [["Nama", "NIK"], ["Ani", number(1)], ["Budi", number(2)]]}).getvalue()
    response = asked(bontang_admin, file=SimpleUploadedFile("daftar.xlsx", book))
    assert len(response.context["answer"].both) == 1
    photo = SimpleUploadedFile("daftar.xlsx", b"\xff\xd8\xff\xe0" + b"x" * 5_000)
    refused = asked(bontang_admin, file=photo)
    assert refused.status_code == 422
    assert refused.context["form"].errors["file"]
    assert asked(bontang_admin).status_code == 422
    assert asked(bontang_admin, "x" * 500_001).status_code == 422


@pytest.mark.django_db
def test_another_centre_is_not_offered_and_its_people_are_counted_only(barista, ani, balikpapan_admin, balikpapan):
    assert asked(balikpapan_admin, number(1), training_class=barista.pk).status_code == 422
    own = TrainingClassFactory(centre=balikpapan, fiscal_year=2025)
    EnrolmentFactory(training_class=own)
    answer = asked(balikpapan_admin, number(1)).context["answer"]
    assert (len(answer.both), len(answer.only_ours), answer.hidden) == (0, 1, 1)


@pytest.mark.django_db
def test_certificates_of_a_year_revoked_and_of_another_year(province):
    officer = user_with_role(Role.CERTIFICATION_OFFICER, province)
    first, second = (CertificateFactory(issued_on=date(2025, 6, 10)) for _again in range(2))
    Certificate.objects.filter(pk=second.pk).update(
        state="revoked", ended_on=date(2025, 8, 1), end_reason="salah", ended_by=officer
    )
    older = CertificateFactory(issued_on=date(2025, 6, 10))
    Certificate.objects.filter(pk=older.pk).update(updated_at=older.updated_at)
    url = reverse("imports:reconcile", args=["certificates"])
    text = f"{first.number}\n{second.number}\nZZ-999-2025"
    response = client_of(officer).post(url, {"year": 2025, "text": text})
    answer = response.context["answer"]
    assert [line.shown for line in answer.both] == [first.number, second.number]
    assert str(Certificate(state="revoked").get_state_display()) in answer.both[1].reason
    assert [line.shown for line in answer.only_ours] == [older.number]
    other_year = client_of(officer).post(url, {"year": 2020, "text": text}).context["answer"]
    assert first.holder_name in other_year.only_theirs[0].reason


@pytest.mark.django_db
def test_the_same_number_of_queries_for_one_and_for_many(barista, bontang_admin, django_assert_max_num_queries):
    people = [JobSeekerFactory(nik=number(serial), registered_by=barista.centre.office) for serial in range(1, 31)]
    for person in people:
        EnrolmentFactory(job_seeker=person, training_class=barista)
    text = "\n".join(number(serial) for serial in range(15, 60))
    client = client_of(bontang_admin)
    client.get(reverse("imports:reconcile_start"))
    with django_assert_max_num_queries(32):
        client.post(reverse("imports:reconcile", args=["participants"]), {"fiscal_year": 2025, "text": text})


@pytest.mark.django_db
def test_an_unknown_set_is_not_there(bontang_admin):
    assert client_of(bontang_admin).get(reverse("imports:reconcile", args=["nothing"])).status_code == 404
