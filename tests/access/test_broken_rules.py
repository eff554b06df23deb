"""Who breaks a rule on purpose is told so by name: each test breaks one, and looks at what the guard says."""

import pytest
from django.db import connection, models
from django.http import HttpResponse
from django.urls import clear_url_caches, path

from kaltim_naker import urls
from programs.models import TrainingProgram
from tests.access import test_fields, test_history, test_matrix
from tests.access.test_fields import known
from tests.consistency import test_models
from tests.schema import as_owner
from trainees.models import JobSeeker
from trainees.querysets import JobSeekerQuerySet

__all__ = ["known"]
CONDITION_OF = "programs_trainingprogram"


@pytest.fixture
def extra_route(monkeypatch):
    """An address that nobody has thought about."""
    patterns = [*urls.urlpatterns, path("everybody/", lambda request: HttpResponse(), name="everybody")]
    monkeypatch.setattr(urls, "urlpatterns", patterns)
    clear_url_caches()
    yield
    monkeypatch.undo()
    clear_url_caches()


def test_a_new_route_is_named(extra_route):
    assert test_matrix.addresses_without_row() == ["everybody"]


def test_a_dropped_scope_is_named_with_role_and_case(world, monkeypatch, count):
    monkeypatch.setattr(JobSeekerQuerySet, "visible_to", lambda self, scope: self)
    with pytest.raises(AssertionError, match="centre_admin, foreign: 200 instead of"):
        test_matrix.test_roles("trainees:job_seeker_detail", world, count)


def test_a_person_s_new_field_has_to_be_classified(monkeypatch):
    field = models.CharField(max_length=10)
    field.set_attributes_from_name("mothers_name")
    monkeypatch.setattr(JobSeeker._meta, "concrete_fields", (*JobSeeker._meta.concrete_fields, field))
    assert test_fields.unclassified() == ["mothers_name"]


def test_a_field_on_a_page_of_others_is_named(world, known, monkeypatch):
    monkeypatch.setattr("programs.models.TrainingClass.__str__", lambda self: known["address of a person"])
    with pytest.raises(AssertionError, match="address of a person on /classes/"):
        test_fields.test_no_page_shows_a_field_to_others("partnership_officer", world, known)


def test_a_table_without_scope_or_history_is_named(monkeypatch):
    loose = type("Loose", (), {"_meta": type("Meta", (), {"label": "trainees.Loose", "auto_created": False})})
    loose._default_manager = models.Manager()
    loose._default_manager.model = JobSeeker
    for guard in (test_models.test_rows_have_a_scope, test_models.test_changes_leave_history):
        with pytest.raises(AssertionError, match=r"trainees\.Loose"):
            guard(loose)


def test_writing_past_the_triggers_is_counted(world):
    keys = list(TrainingProgram.objects.values_list("pk", flat=True)[:2])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {CONDITION_OF} DISABLE TRIGGER USER")
    assert test_history.watched_statements(TrainingProgram) == set()
    assert test_history.deviation(TrainingProgram, keys, test_history.raw_update) == "0 entries for 2 rows"
