"""Every background name that is written down somewhere leads to a task."""

import pytest
from celery import current_app
from django.conf import settings

from kaltim_naker.core.jobs import job_models


@pytest.fixture(scope="module", autouse=True)
def registered():
    current_app.loader.import_default_modules()
    return current_app.tasks


@pytest.mark.parametrize("entry", current_app.conf.beat_schedule.values(), ids=lambda entry: entry["task"])
def test_schedule_names_a_task(entry, registered):
    assert entry["task"] in registered


@pytest.mark.parametrize("model", job_models(), ids=lambda model: model._meta.label)
def test_job_names_its_task(model, registered):
    assert model.task_name in registered


def test_routes_lead_somewhere(registered):
    for prefix in settings.CELERY_TASK_ROUTES:
        assert any(name.startswith(prefix.rstrip("*")) for name in registered), prefix


def test_only_json_travels():
    assert current_app.conf.accept_content == ["json"]
    assert current_app.conf.task_serializer == "json"
