"""What the sandbox is each morning: the offices and classes of the province, invented residents, and nobody else."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from pghistory.models import Event

from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.core.sandbox import in_sandbox
from kaltim_naker.regions.models import Region
from kaltim_naker.sandbox.plan import EMPTY
from kaltim_naker.sandbox.residents import nik_of
from kaltim_naker.sandbox.services import SERVANT, is_ready, renew_sandbox
from programs.models import TrainingCentre, TrainingClass
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import JobSeekerFactory
from trainees.models import JobSeeker

INVENTED_ONLY = frozenset(
    {
        "trainees.JobSeeker",
        "programs.ReportingPeriod",
        "pghistory.Context",
        "audit.FeedLine",
        "api.NamesVersion",
        "audit.ChangeMark",
    }
)


@pytest.fixture
def province_at_work(balikpapan, samarinda_operator, planner):
    """A class, a person, an account with a password, the names of people where classes have them."""
    TrainingCentre.objects.update(head_name="Kepala Rahasia", head_nip="197001012000031001")
    User.objects.filter(pk=planner.pk).update(is_superuser=True, is_staff=True)
    JobSeekerFactory(full_name="Rahasia Sekali")
    return TrainingClassFactory(centre=balikpapan)


def test_classes_and_offices_are_there_and_no_person(province_at_work, sandbox):
    users, offices = User.objects.count(), Office.objects.count()
    with in_sandbox():
        assert TrainingClass.objects.get().pk == province_at_work.pk
        assert Office.objects.count() == offices
        assert set(JobSeeker.objects.values_list("is_invented", flat=True)) == {True}
        assert JobSeeker.objects.count() == 3 * Region.objects.home().count()
        assert list(TrainingCentre.objects.values_list("head_name", "head_nip")) == [("", "")]
        staff = User.objects.exclude(email=SERVANT)
        assert staff.count() == users
        assert not staff.filter(is_superuser=True).exists()
        assert not staff.filter(is_staff=True).exists()
        assert set(User.objects.values_list("password", flat=True).filter(password__startswith="!")) == set(
            User.objects.values_list("password", flat=True)
        )
        assert all(user.email == f"petugas-{user.pk}@sandbox.invalid" for user in staff)
        assert not staff.exclude(full_name__startswith="Petugas ").exists()
        assert Membership.objects.exists()


def test_what_is_left_empty_is_empty(province_at_work, sandbox):
    with in_sandbox():
        filled = {
            model._meta.label
            for model in apps.get_models(include_auto_created=True)
            if model._meta.label in EMPTY and model._base_manager.exists()
        }
        told = {
            model.pgh_tracked_model._meta.label
            for model in apps.get_models()
            if issubclass(model, Event) and model._meta.managed and not model._meta.abstract
            if getattr(model, "pgh_tracked_model", None) and model._base_manager.exists()
        }
    assert filled <= INVENTED_ONLY
    # A copy is no event; the program's own account for the invented people is.
    assert told <= {"accounts.User", "trainees.JobSeeker", "programs.ReportingPeriod"}


def test_the_residents_are_found_by_the_numbers_of_the_guide(samarinda_office, sandbox):
    with in_sandbox():
        found = JobSeeker.objects.with_nik("6472011705999001").get()
        assert (found.full_name, found.registered_by.code) == ("Contoh Satu Samarinda", "disnaker-samarinda")
    assert (nik_of("64.72", 1), nik_of("64.72", 2)) == ("6472011705999001", "6472014908019002")


def test_what_was_written_is_gone_after_the_night_and_numbering_goes_on(province_at_work, sandbox):
    with in_sandbox():
        JobSeekerFactory(full_name="Coba Coba")
        default_storage.save("imports/x.csv", ContentFile(b"1"))
        kept = default_storage.path("imports/x.csv")
        assert "/media/sandbox/imports/" in kept
    default_storage.save("imports/x.csv", ContentFile(b"real"))
    renew_sandbox()
    with in_sandbox():
        assert not JobSeeker.objects.filter(full_name="Coba Coba").exists()
        assert not default_storage.exists("imports/x.csv")
        # Keys of accounts go on where the real ones end.
        assert User.objects.create_user("x@sandbox.invalid", full_name="X").pk > User.objects.order_by("pk")[1].pk
        renewed = connection.settings_dict["NAME"]
    assert default_storage.open("imports/x.csv").read() == b"real"
    assert renewed.startswith("sandbox_")


def test_a_renewal_that_fails_leaves_the_old_one(province_at_work, sandbox, monkeypatch):
    with in_sandbox():
        JobSeekerFactory(full_name="Coba Coba")
    monkeypatch.setattr("kaltim_naker.sandbox.services.begin_quarters", lambda year: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        renew_sandbox()
    with in_sandbox():
        assert JobSeeker.objects.filter(full_name="Coba Coba").exists()


def test_tables_of_another_version_are_not_filled(sandbox, monkeypatch):
    assert is_ready()
    monkeypatch.setattr("kaltim_naker.sandbox.services.is_level", lambda outside: False)
    assert not is_ready()
    with pytest.raises(ImproperlyConfigured):
        renew_sandbox()


def test_without_a_setting_there_is_none(db, settings):
    settings.SANDBOX_DATABASE = None
    with pytest.raises(ImproperlyConfigured), in_sandbox():
        pass
