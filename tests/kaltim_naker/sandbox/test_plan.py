"""Nothing gets into the sandbox unless somebody said so."""

from django.apps import apps

from kaltim_naker.privacy.personal import PARTS
from kaltim_naker.sandbox import plan
from kaltim_naker.sandbox.plan import COPIED, EMPTY, Copied


def test_every_table_and_every_column_of_a_copied_one_was_judged():
    assert sorted(plan.undeclared()) == []


def test_a_table_or_a_column_that_nobody_judged_is_named(monkeypatch):
    fewer = tuple(one for one in COPIED if one.label not in ("programs.Room", "programs.Field"))
    monkeypatch.setattr(plan, "COPIED", (*fewer, Copied("programs.Field", "code name_id"), Copied("api.Answer", "")))
    found = set(plan.undeclared())
    assert {"programs.Room", "programs.Field.name_en", "api.Answer"} <= found


def test_what_hangs_on_a_person_is_left_empty():
    assert {part.label for part in PARTS} <= EMPTY


def test_what_is_copied_points_at_nothing_that_is_left_empty():
    copied = {one.model for one in COPIED}
    for table in COPIED:
        for field in table.model._meta.concrete_fields:
            if field.is_relation and field.name not in table.instead:
                assert field.related_model in copied, f"{table.label}.{field.name}"


def test_both_lists_name_tables_that_there_are():
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {one.label for one in COPIED} | EMPTY <= labels
