"""Every table of ours is scoped, tracked and constrained, or says here why not."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Q
from pghistory.models import Event

from kaltim_naker.access.scope import ScopedQuerySet

OURS = (
    "accounts",
    "api",
    "approvals",
    "audit",
    "certifications",
    "companies",
    "core",
    "imports",
    "programs",
    "regions",
    "reports",
    "trainees",
)
TABLES = [model for model in apps.get_models() if model._meta.app_label in OURS and not issubclass(model, Event)]

# Tables that everybody who is logged in may read, or that no page lists by themselves.
NOT_SCOPED = {
    "accounts.User": "people of the office; only the support pages list them",
    "accounts.Office": "reference data",
    "accounts.Membership": "read through its user",
    "accounts.Invitation": "no page lists them",
    "api.NamesVersion": "one number that says nothing about any record",
    "audit.AccessLog": "auditors only, by action",
    "audit.ChainLink": "auditors only, by action",
    "audit.ChangeMark": "marks of changed tables, no page",
    "audit.FeedLine": "keys without values; told of within the scope of the record (api.services.changes)",
    "certifications.Issuer": "reference data",
    "core.NumberCounter": "counters, no page",
    "programs.Field": "reference data",
    "programs.Holiday": "reference data",
    "programs.Indicator": "reference data",
    "programs.IpkIndicator": "reference data",
    "programs.KeptFigure": "read only for who sees the whole province (programs.measures)",
    "programs.KeptMeasure": "says nothing about any record",
    "programs.PredicateBand": "reference data",
    "programs.IndicatorVersion": "reference data",
    "regions.KbliSection": "reference data",
    "regions.Region": "reference data",
    "reports.Signatory": "reference data",
}
NOT_TRACKED = {
    "accounts.Invitation": "says itself who made it and when it was used",
    "api.Answer": "kept for a day and forgotten",
    "api.Delivery": "says itself what was tried and answered; kept for a month",
    "api.NamesVersion": "a number drawn at each change of the names",
    "api.Receipt": "append-only by itself",
    "audit.AccessLog": "append-only by itself",
    "audit.ChainLink": "append-only by itself",
    "audit.ChangeMark": "gone as soon as the change is counted",
    "audit.FeedLine": "says itself what changed; kept for 90 days",
    "core.NumberCounter": "its numbers are on the documents",
    "programs.ClosedFigure": "append-only by itself",
    "programs.ClosedMember": "append-only by itself",
    "programs.Field": "loaded with the program, not edited",
    "programs.KeptFigure": "counted from tracked tables, may be thrown away",
    "programs.KeptMeasure": "counted from tracked tables, may be thrown away",
    "programs.PeriodStep": "append-only by itself",
    "programs.PredicateBand": "dated rows, loaded with the program",
    "regions.KbliSection": "loaded with the program, not edited",
    "regions.Region": "loaded with the program, not edited",
}


def label(model):
    return model._meta.label


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_rows_have_a_scope(model):
    if model._meta.label in NOT_SCOPED or model._meta.auto_created:
        pytest.skip("not scoped, with a reason")
    assert isinstance(model._default_manager.all(), ScopedQuerySet), f"{model._meta.label} has no visible_to"
    assert hasattr(model, "scope_paths")


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_changes_leave_history(model):
    if model._meta.label in NOT_TRACKED or model._meta.auto_created:
        pytest.skip("not tracked, with a reason")
    tracked = {event.pgh_tracked_model for event in apps.get_models() if issubclass(event, Event)}
    assert model in tracked, f"{model._meta.label} is not tracked"


def test_exceptions_name_real_tables():
    known = {model._meta.label for model in TABLES}
    assert set(NOT_SCOPED) | set(NOT_TRACKED) <= known


CHOICE_FIELDS = [
    (model, field)
    for model in TABLES
    for field in model._meta.concrete_fields
    if field.choices and isinstance(field, models.CharField)
]


@pytest.mark.parametrize(("model", "field"), CHOICE_FIELDS, ids=lambda part: getattr(part, "__name__", str(part)))
def test_choices_hold_in_the_database(model, field):
    """Whoever writes, by page, import or SQL: a value outside the list is refused."""
    conditions = [
        constraint.condition for constraint in model._meta.constraints if isinstance(constraint, CheckConstraint)
    ]
    named = {key.split("__")[0] for condition in conditions for key in _lookups(condition)}
    assert field.name in named, f"{field} has choices but no check constraint"


def _lookups(condition):
    for child in condition.children:
        if isinstance(child, Q):
            yield from _lookups(child)
        elif isinstance(child, tuple):
            yield child[0]
