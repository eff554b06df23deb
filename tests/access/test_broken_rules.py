"""Who breaks a rule on purpose is told so by name: each test breaks one, and looks at what the guard says."""

from types import SimpleNamespace

import pytest
from django.db import connection, models
from django.http import HttpResponse
from django.urls import clear_url_caches, path

from kaltim_naker import urls
from kaltim_naker.privacy.personal import undeclared_columns
from kaltim_naker.ui.views import ScopedListView
from programs.models import TrainingProgram
from tests.access import guards, test_answers, test_api_matrix, test_fields, test_history, test_matrix, test_scope
from tests.access.test_fields import known
from tests.consistency import test_models
from tests.schema import as_owner
from tests.security import test_code
from trainees.models import JobSeeker
from trainees.querysets import JobSeekerQuerySet
from trainees.views.people import JobSeekerListView

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


def test_a_dropped_scope_of_a_list_is_named_by_what_it_shows(world, monkeypatch):
    monkeypatch.setattr(JobSeekerQuerySet, "visible_to", lambda self, scope: self)
    with pytest.raises(AssertionError, match="CANARY"):
        test_scope.test_no_page_shows_the_canary("trainees:job_seeker_list", "centre_admin", world)


def test_a_new_operation_is_named(monkeypatch):
    rows = {name: row for name, row in test_api_matrix.OPERATIONS.items() if name != "enrolments_create"}
    monkeypatch.setattr(test_api_matrix, "OPERATIONS", rows)
    assert test_api_matrix.operations_without_row() == ["enrolments_create"]


def test_a_list_of_people_that_is_not_logged_is_named(monkeypatch):
    class EverybodyView(ScopedListView):
        queryset = JobSeeker.objects.all()

    monkeypatch.setattr(guards, "view_classes", lambda: iter([EverybodyView, JobSeekerListView]))
    assert guards.unlogged_lists() == ["EverybodyView"]


def test_a_column_for_a_plain_number_is_named(monkeypatch):
    field = models.CharField(max_length=16)
    field.set_attributes_from_name("nik_of_mother")
    table = SimpleNamespace(_meta=SimpleNamespace(label="trainees.Family", concrete_fields=[field]))
    monkeypatch.setattr(guards, "apps", SimpleNamespace(get_models=lambda: [table]))
    assert guards.plain_numbers() == ["trainees.Family.nik_of_mother"]


@pytest.mark.parametrize(
    ("headers", "cookie", "said"),
    [({"Cache-Control": "max-age=60"}, "", "may be kept: max-age=60"), ({}, "tracking", "cookie tracking")],
)
def test_a_page_that_may_be_kept_and_a_new_cookie_are_named(headers, cookie, said, world, monkeypatch):
    answer = HttpResponse("page", headers=headers)
    if cookie:
        answer.set_cookie(cookie, "1")
    monkeypatch.setattr("kaltim_naker.dashboard.views.HomeView.dispatch", lambda *_args, **_kwargs: answer)
    home = {"dashboard:home": test_matrix.DOORS["dashboard:home"]}
    with pytest.raises(AssertionError, match=said):
        test_answers.headers_hold(world, home)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("a page without CSRF", "from django.views.decorators.csrf import csrf_exempt"),
        ("markup past autoescape", "shown = mark_safe(name)"),
        ("SQL put together", 'cursor.execute(f"SELECT {name}")'),
        ("every field of a model", 'class Meta:\n    fields = "__all__"'),
    ],
)
def test_dangerous_code_is_named_with_its_line(rule, code, tmp_path, monkeypatch):
    file = tmp_path / "programs" / "shortcut.py"
    file.parent.mkdir()
    file.write_text(f"{code}\n")
    monkeypatch.setattr(test_code, "ROOT", tmp_path)
    with pytest.raises(AssertionError, match=r"programs/shortcut\.py:"):
        test_code.test_what_is_dangerous_stands_where_a_reason_stands(rule, lambda number, what: None)


def test_a_column_outside_the_map_of_personal_data_is_named(monkeypatch):
    field = models.CharField(max_length=10)
    field.set_attributes_from_name("mothers_name")
    monkeypatch.setattr(JobSeeker._meta, "concrete_fields", (*JobSeeker._meta.concrete_fields, field))
    assert "trainees.JobSeeker.mothers_name" in undeclared_columns()


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
