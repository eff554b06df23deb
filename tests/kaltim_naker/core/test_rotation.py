"""A new key while the program runs: nobody is stopped, nothing is lost, and the old key can go (security.md §4)."""

import base64
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Event

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import BinaryField

from kaltim_naker.core import crypto, rotation, signing
from tests.factories.accounts import UserFactory
from tests.factories.runs import ImportRunFactory
from tests.factories.trainees import JobSeekerFactory
from tests.schema import as_owner
from trainees.models import JobSeeker

PEOPLE = 60


@pytest.mark.django_db
def test_files_of_senders_are_renewed_and_hidden(settings, tmp_path):
    settings.MEDIA_ROOT, settings.NIK_ENCRYPTION_KEYS = tmp_path, OLD
    run = ImportRunFactory(file=ContentFile(b"NIK;6471015203050001", name="list"))
    assert b"6471" not in (tmp_path / run.file.name).read_bytes()
    settings.NIK_ENCRYPTION_KEYS = BOTH
    with pytest.raises(CommandError):
        rotate("--check")
    rotate()
    rotate("--check")
    settings.NIK_ENCRYPTION_KEYS = NEW
    with run.file.open("rb") as file:
        assert file.read() == b"NIK;6471015203050001"
    other = run.file.name + "x"
    (tmp_path / run.file.name).rename(tmp_path / other)
    with pytest.raises(InvalidTag):
        run.file.storage.open(other)


def key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


OLD, BOTH, NEW = f"1:{key(1)}", f"1:{key(1)},2:{key(2)}", f"2:{key(2)}"


@pytest.fixture
def people(settings):
    settings.NIK_ENCRYPTION_KEYS = OLD
    found = [JobSeekerFactory() for _person in range(PEOPLE)]
    seed = encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=UserFactory(), type=Authenticator.Type.TOTP, data={"secret": seed})
    settings.NIK_ENCRYPTION_KEYS = BOTH
    return {person.pk: person.reveal_nik() for person in found}


def rotate(*arguments: str) -> str:
    out = StringIO()
    with as_owner():  # history is renewed, too, which the program's own role may not touch
        call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_readers_go_on_while_it_runs(people):
    """Two readers decrypt all the time; a batch is small, so that they fall between many of them."""
    done = Event()

    def read() -> int:
        looks = 0
        try:
            while not done.is_set() or not looks:
                assert {person.pk: person.reveal_nik() for person in JobSeeker.objects.all()} == people
                looks += 1
        finally:
            connection.close()
        return looks

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _reader in range(2)]
        try:
            rotate("--batch", "7")
        finally:
            done.set()
        assert all(reader.result() for reader in readers)


@pytest.mark.django_db
def test_afterwards_the_old_key_can_go(people, settings):
    rotate()
    settings.NIK_ENCRYPTION_KEYS = NEW
    assert {person.pk: person.reveal_nik() for person in JobSeeker.objects.all()} == people
    assert decrypt(Authenticator.objects.get().data["secret"]) == "JBSWY3DPEHPK3PXP"
    for event in JobSeeker.pgh_event_model.objects.all():
        assert crypto.decrypt(event.nik_cipher, bound_to=f"trainees_jobseeker:{event.pgh_obj_id}")
    assert "0 rows" in rotate("--check")


@pytest.mark.django_db
def test_it_leaves_no_history_for_nothing_has_changed(people):
    events = JobSeeker.pgh_event_model.objects
    before = (events.count(), list(JobSeeker.objects.order_by("pk").values_list("updated_at")))
    rotate()
    assert (events.count(), list(JobSeeker.objects.order_by("pk").values_list("updated_at"))) == before


@pytest.mark.django_db
def test_an_interrupted_run_goes_on_where_it_stopped(people, monkeypatch):
    real, calls = rotation._renew_row, []

    def stop_in_the_middle(sealed, row):
        calls.append(row.pk)
        if len(calls) == 25:
            raise KeyboardInterrupt
        return real(sealed, row)

    monkeypatch.setattr(rotation, "_renew_row", stop_in_the_middle)
    with pytest.raises(KeyboardInterrupt):
        rotate("--batch", "10")
    monkeypatch.setattr(rotation, "_renew_row", real)
    with pytest.raises(CommandError):
        rotate("--check")
    [first, *_others] = [sealed for sealed in rotation.registered() if sealed.model == "trainees.JobSeeker"]
    assert rotation.count_waiting(first) == PEOPLE - 20
    rotate("--batch", "10")
    assert rotation.count_waiting(first) == 0


@pytest.mark.django_db
def test_a_lost_key_is_named_and_nothing_is_damaged(people, settings):
    settings.NIK_ENCRYPTION_KEYS = NEW
    with pytest.raises(crypto.KeyringError):
        rotate()
    settings.NIK_ENCRYPTION_KEYS = BOTH
    assert {person.pk: person.reveal_nik() for person in JobSeeker.objects.all()} == people


def test_a_process_from_before_reads_what_the_new_key_wrote(settings, monkeypatch, tmp_path):
    """It has the old keys in memory; the file has the new one since."""
    settings.NIK_ENCRYPTION_KEYS = BOTH
    blob = crypto.encrypt("6471015203050001", bound_to="row")
    settings.NIK_ENCRYPTION_KEYS = OLD
    with pytest.raises(crypto.KeyringError):
        crypto.decrypt(blob, bound_to="row")
    file = tmp_path / "keys"
    file.write_text(BOTH)
    monkeypatch.setenv("NIK_ENCRYPTION_KEYS_FILE", str(file))
    assert crypto.decrypt(blob, bound_to="row") == "6471015203050001"


def test_papers_signed_with_the_new_key_are_known_to_it_too(settings, monkeypatch, tmp_path):
    settings.SIGNING_KEYS = BOTH
    signature = signing.sign(b"paper")
    settings.SIGNING_KEYS = OLD
    assert not signing.is_signed(b"paper", signature, 2)
    file = tmp_path / "keys"
    file.write_text(BOTH)
    monkeypatch.setenv("SIGNING_KEYS_FILE", str(file))
    assert signing.is_signed(b"paper", signature, 2)


def test_every_encrypted_column_is_declared():
    """By their names: a cipher that nobody declares would be lost with its key."""
    ciphers = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField) and field.name.endswith("_cipher")
    }
    columns = [sealed for sealed in rotation.registered() if isinstance(sealed, rotation.Sealed)]
    assert ciphers == {str(sealed) for sealed in columns if not sealed.entries}
