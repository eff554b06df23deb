"""A wrong file is answered with one sentence within seconds, and leaves nothing behind but the note that it came."""

import resource
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect
from psycopg import sql

from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.imports import services
from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.workbook import REFUSALS
from programs.models import TrainingCentre
from tests.browser.visitor import PATIENCE, Visitor
from tests.conftest import client_of

_MEGABYTE = 1024 * 1024
_SECONDS = 20  # each takes less than two; the machine may be busy with other tests
_NOTES = {"imports_importrun", "imports_importrunevent", "pghistory_context"}
# A workbook as Excel saves it with a password (“rahasia”).
_WITH_PASSWORD = Path(__file__).resolve().parents[1] / "kaltim_naker/imports/fixtures/berpassword.xlsx"


def photo() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 400


def empty_sheet() -> bytes:
    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def zeros_in_a_zip() -> bytes:
    """An honest workbook in everything but its sheet: 300 MB of zeros, packed into 300 kB."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(empty_sheet())) as honest, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        for entry in honest.namelist():
            if not entry.startswith("xl/worksheets/"):
                bomb.writestr(entry, honest.read(entry))
        with bomb.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(b"\x00" * _MEGABYTE)
    return buffer.getvalue()


# What is sent, and which refusal answers it.
WRONG = {
    "photo": (photo, "picture"),
    "empty sheet": (empty_sheet, "empty_table"),
    "0 bytes": (lambda: b"", "empty_file"),
    "password": (_WITH_PASSWORD.read_bytes, "encrypted"),
    "300 MB of zeros": (zeros_in_a_zip, "bomb"),
}


def sentence(code: str) -> str:
    """The refusal as the page says it, in the language of the office."""
    with translation.override("id"):
        return str(REFUSALS[code])


@pytest.fixture
def desk(balikpapan_admin: User, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    return client_of(balikpapan_admin)


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gives_one_sentence_and_changes_nothing(
    desk: Client, balikpapan: TrainingCentre, tmp_path: Path, django_capture_on_commit_callbacks: Any, name: str
) -> None:
    make, code = WRONG[name]
    file = SimpleUploadedFile("peserta.xlsx", make())
    rows_before, memory_before, began = rows_of_tables(), peak_memory(), time.monotonic()

    with django_capture_on_commit_callbacks() as after_commit:
        sentences = answer_to(desk, balikpapan, file)

    assert time.monotonic() - began < _SECONDS
    assert peak_memory() - memory_before < 50 * _MEGABYTE
    assert sentences == [sentence(code)]
    assert rows_of_tables() == rows_before
    for delete_or_send in after_commit:
        delete_or_send()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def answer_to(desk: Client, centre: TrainingCentre, file: SimpleUploadedFile) -> list[str]:
    """Upload, let the worker look where the door did not refuse at once, and return what the page says."""
    sent = {"file": file, "office": centre.pk, "fiscal_year": 2025}
    answer = desk.post(reverse("imports:upload", args=["participants"]), sent)
    if answer.status_code == 422:
        assert not ImportRun.objects.exists()
        return list(answer.context["form"].errors["file"])
    run = ImportRun.objects.get()
    services.carry_out(str(run.pk))
    run.refresh_from_db()
    assert run.stage == ImportStage.REJECTED
    assert desk.get(run.get_absolute_url()).content.decode().count(run.notice) == 1
    return [run.notice]


def rows_of_tables() -> dict[str, int]:
    """How many rows each table holds, but for the note that a file came."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - _NOTES)
        one = sql.SQL("(SELECT count(*) FROM {})")
        cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(one.format(sql.Identifier(t)) for t in tables)))
        return dict(zip(tables, cursor.fetchone(), strict=True))


def peak_memory() -> int:
    """The most that this process has held at any time, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.django_db(transaction=True)
def test_the_sender_reads_the_sentence_beside_the_field(
    office: Callable[[Role, str], User], visit: Callable[[User], Visitor], tmp_path: Path
) -> None:
    """A photo is refused at the door; an empty workbook on the page of its check. Both can be followed by another."""
    admin = visit(office(Role.CENTRE_ADMIN, "blki-balikpapan"))
    upload = reverse("imports:upload", args=["participants"])
    picture, nothing = tmp_path / "peserta.xlsx", tmp_path / "kosong.xlsx"
    picture.write_bytes(photo())
    nothing.write_bytes(empty_sheet())

    admin.open(upload)
    admin.page.set_input_files("main [name=file]", picture)
    admin.submit(refused=True)
    expect(admin.page.locator("#id_file_error")).to_contain_text(sentence("picture"))
    admin.look_over(narrow=True)

    admin.page.set_input_files("main [name=file]", nothing)
    admin.submit()
    expect(admin.page.locator("main .alert")).to_contain_text(sentence("empty_table"), timeout=PATIENCE)
    expect(admin.page.locator(f"main a[href='{upload}']")).to_be_visible()
    admin.look_over(narrow=True)
