"""Whose files are whose: centres, regional offices and the province bring kinds of their own, and see only those."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import POLICY
from kaltim_naker.access.scope import Scope, offices_in, scope_of
from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports import kinds, services
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.models import ImportRun, kinds_for, offices_for
from tests.conftest import client_of
from tests.factories.accounts import OfficeFactory, home_region, user_with_role
from tests.factories.runs import ImportRunFactory

pytestmark = pytest.mark.django_db

OF_REGIONS = replace(
    kinds.get_kind("proposals"),
    name="of_regions",
    label="Of regions",
    offices=frozenset({OfficeKind.REGIONAL_OFFICE}),
    action=Action.TRACE_GRADUATES,
    importer=lambda context: None,
    options_form=None,
)
OF_PROVINCE = replace(
    OF_REGIONS,
    name="of_province",
    label="Of the province",
    offices=frozenset({OfficeKind.PROVINCE}),
    action=Action.SET_TARGET,
)


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (OF_REGIONS, OF_PROVINCE):
        monkeypatch.setitem(kinds._registry, kind.name, kind)


@pytest.fixture
def bontang_office(bontang) -> Office:
    """The regional office of the town in which BLKI Bontang stands."""
    return OfficeFactory(code="disnaker-bontang", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))


@pytest.fixture
def samarinda_office(db) -> Office:
    return OfficeFactory(code="disnaker-samarinda", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.72"))


def seen_by(user) -> set[str]:
    """What the list of the desk shows."""
    runs = ImportRun.objects.open_to(user).visible_to(scope_of(user, Action.USE_IMPORT_DESK))
    return set(runs.values_list("file_name", flat=True))


def test_a_regional_office_sees_its_own_files_and_not_those_of_the_centre_in_its_town(
    bontang, bontang_office, samarinda_office
):
    ImportRunFactory(office=bontang.office, kind="results", file_name="hasil BLKI")
    ImportRunFactory(office=bontang.office, kind="of_regions", file_name="BLKI, salah jenis")
    own = ImportRunFactory(office=bontang_office, kind="of_regions", file_name="usulan Bontang")
    foreign = ImportRunFactory(office=samarinda_office, kind="of_regions", file_name="usulan Samarinda")
    operator = user_with_role(Role.REGIONAL_OPERATOR, bontang_office)
    assert seen_by(operator) == {"usulan Bontang"}
    assert client_of(operator).get(own.get_absolute_url()).status_code == 200
    assert client_of(operator).get(foreign.get_absolute_url()).status_code == 404


def test_rows_of_an_office_are_not_those_of_its_region(bontang, bontang_office):
    """The row scope itself, whatever the kind is."""
    ImportRunFactory(office=bontang.office, file_name="BLKI")
    ImportRunFactory(office=bontang_office, file_name="Disnaker")

    def names(scope: Scope) -> set[str]:
        return set(ImportRun.objects.visible_to(scope).values_list("file_name", flat=True))

    assert names(Scope(regions=frozenset({bontang_office.region_id}))) == {"Disnaker"}
    assert names(Scope(centres=frozenset({bontang.pk}))) == {"BLKI"}
    assert names(Scope()) == set()
    assert names(Scope(everything=True)) == {"BLKI", "Disnaker"}
    assert set(offices_in(Scope(regions=frozenset({bontang_office.region_id})))) == {bontang_office}


def test_a_centre_does_not_bring_what_regions_and_the_province_bring(bontang, bontang_admin, bontang_office):
    names = {kind.name for kind in kinds_for(bontang_admin)}
    assert "participants" in names
    assert not names & {"of_regions", "of_province"}
    assert not offices_for(bontang_admin, OF_REGIONS).exists()


def test_the_province_brings_for_every_office_of_the_kind(province, bontang_office, samarinda_office, bontang):
    planner = user_with_role(Role.PLANNER, province)
    regions = replace(OF_REGIONS, action=Action.SET_TARGET)
    assert set(offices_for(planner, regions)) == {bontang_office, samarinda_office}
    assert set(offices_for(planner, OF_PROVINCE)) == {province}


def test_nobody_uploads_for_an_office_of_another_kind(bontang, bontang_office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    operator = user_with_role(Role.REGIONAL_OPERATOR, bontang_office)
    address = reverse("imports:upload", args=["of_regions"])
    file = SimpleUploadedFile("usulan.csv", b"Kab/Kota;Judul\nBontang;Las\n")
    assert client_of(operator).post(address, {"file": file, "office": bontang.pk}).status_code == 422
    with pytest.raises(DomainError) as refusal:
        services.upload_file(actor=operator, kind=OF_REGIONS, office=bontang.office, file=file, options={})
    assert refusal.value.code == "office_wrong"
    file.seek(0)
    assert client_of(operator).post(address, {"file": file, "office": bontang_office.pk}).status_code == 302
    assert ImportRun.objects.get().office == bontang_office


@pytest.mark.parametrize("kind", [kind for kind in kinds.all_kinds() if kind.importer], ids=lambda kind: kind.name)
def test_whoever_may_take_in_a_kind_may_come_to_the_desk(kind: Kind):
    assert kind.action
    assert POLICY[kind.action] <= POLICY[Action.USE_IMPORT_DESK]
