"""A broken rule becomes a sentence at the right place, and leaves nothing behind."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.failures import Refused, constraint_message, run_in_words
from kaltim_naker.ui.readonly import WriteWhileReadingError, reading_only

pytestmark = pytest.mark.django_db


class NameForm(forms.Form):
    name = forms.CharField(required=False)


def fail(error):
    def call():
        raise error

    return call


def errors_on_form(error):
    form = NameForm({})
    assert form.is_valid()
    with pytest.raises(Refused) as refused:
        run_in_words(fail(error))
    refused.value.add_to(form)
    return dict(form.errors)


def test_domain_error_goes_to_its_field():
    assert errors_on_form(DomainError("late", "Terlambat", field="name")) == {"name": ["Terlambat"]}


def test_field_that_the_form_does_not_have_goes_on_top():
    assert errors_on_form(DomainError("late", "Terlambat", field="other")) == {"__all__": ["Terlambat"]}


def test_validation_error_keeps_its_fields():
    error = ValidationError({"name": ["Terlalu panjang"], "__all__": ["Ganda"]})
    assert errors_on_form(error) == {"name": ["Terlalu panjang"], "__all__": ["Ganda"]}


def test_violated_constraint_says_its_message_and_leaves_nothing():
    User.objects.create_user("a@example.id", "rahasia", full_name="A")

    def twice():
        Region.objects.create(code="99", name="x", short_name="x", level="province")
        User(email="A@example.id", full_name="B").save()

    with pytest.raises(Refused) as refused:
        run_in_words(twice)
    assert refused.value.text == str(constraint_message("accounts_user_email_once"))
    assert not Region.objects.filter(code="99").exists()


def test_constraint_without_words_is_a_fault_of_the_program():
    with pytest.raises(IntegrityError):
        run_in_words(lambda: Region.objects.create(code="98", name="x", short_name="x", level="city"))


def test_what_works_returns_its_result():
    assert run_in_words(lambda: 5) == 5


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE regions_region SET name = name",
        "  insert into regions_region (code) values ('1')",
        "SELECT set_config('pghistory.context_id', '1', true); DELETE FROM regions_region",
        "TRUNCATE regions_region",
    ],
)
def test_reading_refuses_to_write(sql):
    with reading_only(), connection.cursor() as cursor, pytest.raises(WriteWhileReadingError):
        cursor.execute(sql)


def test_reading_may_read_lock_and_nest():
    with reading_only(), connection.cursor() as cursor:
        cursor.execute("SELECT 'DELETE FROM x' AS update, 1 FOR UPDATE")
        assert cursor.fetchone() == ("DELETE FROM x", 1)
