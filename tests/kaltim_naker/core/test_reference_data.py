"""Reference data: what is missing comes in, what the office corrected stays."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from certifications.models import Issuer
from kaltim_naker.accounts.models import Office
from kaltim_naker.core.reference_data import ensure, synchronise
from kaltim_naker.regions.models import KbliSection, Region
from programs.measures import all_measures, all_ratios
from programs.models import Field, Indicator, PredicateBand, TrainingCentre

COUNTS = {
    KbliSection: 21,
    Office: 13,
    TrainingCentre: 2,
    Field: 17,
    PredicateBand: 5,
    Indicator: 7,
    Issuer: 2,
}


def test_everything_is_there_after_one_call_and_unchanged_after_two(db: None, capsys: pytest.CaptureFixture) -> None:
    call_command("load_reference")
    assert {model: model.objects.count() for model in COUNTS} == COUNTS

    capsys.readouterr()
    call_command("load_reference")
    said = capsys.readouterr().out.splitlines()
    assert said
    assert all(line.endswith(": 0 rows added or corrected") for line in said)
    assert {model: model.objects.count() for model in COUNTS} == COUNTS


def test_what_the_office_corrected_stays_and_what_the_ministry_decreed_is_restored(db: None) -> None:
    call_command("load_reference")
    Office.objects.filter(code="disnaker-paser").update(name="Dinas Transmigrasi dan Tenaga Kerja Kabupaten Paser")
    Region.objects.filter(code="64.01").update(name="Kabupaten Pasir")

    call_command("load_reference")

    assert Office.objects.get(code="disnaker-paser").name.startswith("Dinas Transmigrasi")
    assert Region.objects.get(code="64.01").name == "Kabupaten Paser"


def test_every_measure_that_an_indicator_names_is_registered(db: None) -> None:
    call_command("load_reference")
    named = set(Indicator.objects.exclude(measure="").values_list("measure", flat=True))
    assert named <= {measure.key for measure in all_measures()} | {ratio.key for ratio in all_ratios()}
    assert Indicator.objects.get(code="K1").measure == "job_seekers_certified"
    assert Indicator.objects.get(code="K2").measure == "apprentices_started"


def test_a_centre_shares_the_key_of_its_office(db: None) -> None:
    call_command("load_reference")
    for centre in TrainingCentre.objects.all():
        assert (centre.pk, centre.short_name) == (centre.office.pk, centre.office.short_name)


@pytest.mark.parametrize(("write", "name"), [(synchronise, "New"), (ensure, "Old")])
def test_a_row_that_is_known(db: None, write: Callable[..., int], name: str) -> None:
    Field.objects.create(code="X", name_id="Old", name_en="Old")
    write(Field, [{"code": "X", "name_id": "New", "name_en": "New"}], key=["code"])
    assert Field.objects.get(code="X").name_en == name
