"""The house of DESIGN §3: imports and foreign keys point downwards."""

import pytest
from django.apps import apps
from importlinter.cli import lint_imports

# From the top of the house to its ground; a foreign key may only point to the same floor or below.
FLOORS = [
    {"dashboard", "demo"},
    {"reports"},
    {"companies"},
    {"certifications"},
    {"trainees"},
    {"programs"},
    {"approvals", "imports"},
    {"ui"},
    {"charts", "pdf"},
    {"audit"},
    {"access"},
    {"accounts"},
    {"regions"},
    {"core"},
]
FLOOR_OF = {label: floor for floor, labels in enumerate(FLOORS) for label in labels}

# Our own floors only; Django's tables (content types, groups) lie below all of them.
FOREIGN_KEYS = [
    (model, field)
    for model in apps.get_models()
    if model._meta.app_label in FLOOR_OF
    for field in model._meta.get_fields()
    if field.concrete and field.is_relation and field.related_model._meta.app_label in FLOOR_OF
]


def test_imports_keep_the_contracts():
    assert lint_imports() == 0


@pytest.mark.parametrize(("model", "field"), FOREIGN_KEYS, ids=lambda part: getattr(part, "__name__", str(part)))
def test_foreign_keys_point_downwards(model, field):
    here, there = model._meta.app_label, field.related_model._meta.app_label
    same_app_history = here == "audit" or here == there
    assert same_app_history or FLOOR_OF[there] > FLOOR_OF[here], f"{field} points up, from {here} to {there}"
