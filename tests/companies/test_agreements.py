"""Agreements from draft to end: what signing fixes, what an addendum changes, who is told in time."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.db import IntegrityError, transaction

from companies.choices import AgreementKind, AgreementStage, Standing
from companies.models import Agreement, AgreementNotice
from companies.services import (
    answer_notice,
    attach_file,
    find_notices,
    move_agreement,
    remove_party,
    save_agreement,
    save_party,
    sign_agreement,
    take_signature_back,
    terminate_agreement,
)
from kaltim_naker.core.errors import DomainError
from tests.factories.accounts import home_region
from tests.factories.companies import AddendumFactory, AgreementFactory, CompanyFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 15)


@pytest.fixture
def draft(planner):
    return save_agreement(
        actor=planner,
        kind=AgreementKind.PKS,
        title=" Pengukuran produktivitas ",
        company=CompanyFactory(),
        starts_on=date(2025, 8, 6),
        ends_on=date(2025, 10, 31),
        value=Decimal(0),
        scopes=["productivity"],
        regions=[home_region("64.71")],
    )


@pytest.fixture
def ready(draft, planner):
    save_party(
        actor=planner,
        agreement=draft,
        position=1,
        name="Disnakertrans",
        number="500.15/123/DTKT/2025",
        signer_name="Rozani",
        signer_position="Kepala Dinas",
    )
    save_party(actor=planner, agreement=draft, position=2, name="PT Contoh", signer_name="Budi")
    return draft


def refused(call, code):
    with pytest.raises(DomainError) as error:
        call()
    assert error.value.code == code


def test_from_draft_to_signature(ready, planner):
    assert ready.title == "Pengukuran produktivitas"
    move_agreement(actor=planner, agreement=ready, to=AgreementStage.LEGAL_REVIEW)
    move_agreement(actor=planner, agreement=ready, to=AgreementStage.READY)
    refused(lambda: move_agreement(actor=planner, agreement=ready, to=AgreementStage.SIGNED), "needs_facts")
    signed = sign_agreement(actor=planner, agreement=ready, signed_on=date(2025, 8, 6), signed_at="Balikpapan")
    assert (signed.stage, signed.signed_at) == (AgreementStage.SIGNED, "Balikpapan")
    refused(lambda: sign_agreement(actor=planner, agreement=ready, signed_on=date(2025, 8, 6)), "signed_already")
    refused(lambda: move_agreement(actor=planner, agreement=ready, to=AgreementStage.DRAFT), "signed_already")


def test_what_signing_needs(draft, planner):
    refused(lambda: sign_agreement(actor=planner, agreement=draft, signed_on=date(2125, 1, 1)), "signed_in_future")
    refused(lambda: sign_agreement(actor=planner, agreement=draft, signed_on=DAY), "parties_missing")
    for position in (1, 2):
        save_party(actor=planner, agreement=draft, position=position, name=f"Pihak {position}")
    refused(lambda: sign_agreement(actor=planner, agreement=draft, signed_on=DAY), "signer_missing")
    for position in (1, 2):
        save_party(actor=planner, agreement=draft, position=position, name=f"Pihak {position}", signer_name="Ani")
    assert draft.parties.count() == 2
    assert sign_agreement(actor=planner, agreement=draft, signed_on=DAY).stage == AgreementStage.SIGNED


def test_what_was_signed_stays(ready, planner):
    sign_agreement(actor=planner, agreement=ready, signed_on=date(2025, 8, 6))
    same = {"title": ready.title, "ends_on": ready.ends_on, "regions": [home_region("64.71")]}
    refused(
        lambda: save_agreement(actor=planner, agreement=ready, **same | {"ends_on": date(2026, 1, 1)}),
        "terms_are_signed",
    )
    refused(
        lambda: save_agreement(actor=planner, agreement=ready, **same | {"regions": [home_region("64.72")]}),
        "terms_are_signed",
    )
    changed = save_agreement(
        actor=planner, agreement=ready, **same, contact_here="Seksi Kerja Sama", named_companies=[CompanyFactory()]
    )
    assert (changed.contact_here, changed.targets.count()) == ("Seksi Kerja Sama", 1)
    refused(lambda: save_party(actor=planner, agreement=ready, position=2, name="PT Lain"), "terms_are_signed")
    refused(lambda: remove_party(actor=planner, party=ready.parties.first()), "terms_are_signed")
    # The partner's number comes later.
    assert (
        save_party(actor=planner, agreement=ready, position=2, name="PT Contoh", number="9/X/2025").number == "9/X/2025"
    )


def test_a_signature_entered_by_mistake_is_taken_back_unless_something_rests_on_it(planner):
    agreement = AgreementFactory()
    AddendumFactory(parent=agreement)
    refused(lambda: take_signature_back(actor=planner, agreement=agreement), "parts_signed")
    alone = take_signature_back(actor=planner, agreement=AgreementFactory())
    assert (alone.stage, alone.signed_on) == (AgreementStage.READY, None)
    refused(lambda: take_signature_back(actor=planner, agreement=alone), "not_signed")


@pytest.mark.parametrize(
    ("kind", "parent", "code"),
    [
        ("addendum", None, "addendum_without"),
        ("addendum", "addendum", "addendum_without"),
        ("pks", "pks", "parent_wrong"),
        ("mou", "mou", "parent_wrong"),
        ("pks", "mou", None),
        ("addendum", "pks", None),
        ("addendum", "mou", None),
        ("pks", None, None),
    ],
)
def test_what_belongs_to_what(kind, parent, code, planner):
    parents = {None: lambda: None, "addendum": AddendumFactory, "pks": AgreementFactory}
    parents["mou"] = lambda: AgreementFactory(kind="mou")
    details = {"kind": kind, "parent": parents[parent](), "title": "x", "company": CompanyFactory()}
    details |= {"starts_on": DAY, "ends_on": DAY}
    if code:
        refused(lambda: save_agreement(actor=planner, **details), code)
    else:
        assert save_agreement(actor=planner, **details).parent == details["parent"]


def end_of(agreement):
    return Agreement.objects.end_of(agreement)


def test_the_end_is_the_latest_of_all_signed_addenda(planner):
    agreement = AgreementFactory(ends_on=date(2025, 12, 31))
    assert end_of(agreement) == date(2025, 12, 31)
    AddendumFactory(parent=agreement, ends_on=date(2026, 12, 31))
    AddendumFactory(parent=agreement, ends_on=date(2026, 6, 30))
    AddendumFactory(parent=agreement, ends_on=date(2027, 12, 31), stage="draft", signed_on=None)
    assert end_of(agreement) == date(2026, 12, 31)
    terminate_agreement(actor=planner, agreement=agreement, terminated_on=date(2026, 3, 1), reason="Mitra bubar")
    assert end_of(agreement) == date(2026, 3, 1)


def test_a_pks_does_not_prolong_its_mou():
    mou = AgreementFactory(kind="mou", ends_on=date(2025, 12, 31))
    AgreementFactory(parent=mou, ends_on=date(2028, 12, 31))
    assert end_of(mou) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("starts", "ends", "standing"),
    [
        (1, 400, Standing.UPCOMING),
        (0, 400, Standing.IN_FORCE),
        (-10, 91, Standing.IN_FORCE),
        (-10, 90, Standing.ENDING),
        (-10, 0, Standing.ENDING),
        (-10, -1, Standing.OVER),
    ],
)
def test_both_edges_of_each_standing(starts, ends, standing):
    agreement = AgreementFactory(starts_on=DAY + timedelta(starts), ends_on=DAY + timedelta(ends))
    assert Agreement.objects.with_standing(DAY).get(pk=agreement.pk).standing == standing
    in_force = standing in (Standing.IN_FORCE, Standing.ENDING)
    assert Agreement.objects.in_force(DAY).exists() is in_force
    assert Agreement.objects.ending(DAY).exists() is (standing == Standing.ENDING)
    assert Agreement.objects.over(DAY).exists() is (standing == Standing.OVER)


def test_a_draft_is_never_in_force(draft):
    assert Agreement.objects.with_standing(draft.starts_on).get().standing == Standing.DRAFT
    assert not Agreement.objects.in_force(draft.starts_on).exists()


@pytest.mark.parametrize(("day", "code"), [(date(2025, 1, 1), None), (date(2024, 12, 31), "terminated_outside")])
def test_an_agreement_ends_within_its_time(day, code, planner):
    agreement = AgreementFactory()
    call = lambda: terminate_agreement(actor=planner, agreement=agreement, terminated_on=day, reason="x")  # noqa: E731
    if code:
        refused(call, code)
        refused(
            lambda: terminate_agreement(actor=planner, agreement=agreement, terminated_on=DAY, reason=" "),
            "reason_missing",
        )
    else:
        assert call().stage == AgreementStage.TERMINATED


@pytest.mark.parametrize(
    "broken",
    [
        {"stage": "signed", "signed_on": None},
        {"stage": "terminated"},
        {"terminated_on": date(2025, 5, 1)},
        {"kind": "addendum"},
        {"value": -1},
        {"scopes": ["dancing"]},
        {"ends_on": date(2024, 1, 1)},
    ],
)
def test_the_database_holds_the_rules_too(broken):
    AgreementFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.update(**broken)


# --- notices --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "days"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_who_is_told_when(left, days):
    AgreementFactory(ends_on=DAY + timedelta(left))
    assert find_notices(day=DAY) == (days is not None)
    assert list(AgreementNotice.objects.values_list("days", flat=True)) == ([days] if days else [])
    assert find_notices(day=DAY) == 0, "a second run adds nothing"


def test_a_nearer_notice_takes_the_place_of_an_unanswered_one(planner):
    AgreementFactory(ends_on=DAY + timedelta(90))
    find_notices(day=DAY)
    find_notices(day=DAY + timedelta(60))
    notice = AgreementNotice.objects.get()
    assert notice.days == 30
    answer_notice(actor=planner, notice=notice, answer="Diperpanjang")
    assert find_notices(day=DAY + timedelta(61)) == 0
    assert find_notices(day=DAY + timedelta(83)) == 1
    assert AgreementNotice.objects.count() == 2


def test_an_end_that_moves_takes_its_notice_along():
    agreement = AgreementFactory(ends_on=DAY + timedelta(30))
    find_notices(day=DAY)
    AddendumFactory(parent=agreement, ends_on=DAY + timedelta(400))
    assert find_notices(day=DAY) == 0
    assert not AgreementNotice.objects.exists()
    assert find_notices(day=DAY + timedelta(393)) == 1


def test_an_answer_says_something_and_is_given_once(planner):
    AgreementFactory(ends_on=DAY)
    find_notices(day=DAY)
    notice = AgreementNotice.objects.get()
    refused(lambda: answer_notice(actor=planner, notice=notice, answer=" "), "answer_missing")
    answer_notice(actor=planner, notice=notice, answer="Selesai")
    refused(lambda: answer_notice(actor=planner, notice=notice, answer="x"), "answered_already")


# --- files ----------------------------------------------------------------------------------------------------------
def a_pdf():
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


def test_a_scan_is_kept_with_its_fingerprint(planner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = a_pdf()
    kept = attach_file(actor=planner, agreement=AgreementFactory(), title=" Naskah ", content=content)
    assert kept.file.read() == content
    assert (kept.title, kept.size) == ("Naskah", len(content))
    assert str(kept.pk) in kept.file.name


@pytest.mark.parametrize(("content", "code"), [(b"%PDF-1.7 junk", "no_pdf"), (b"GIF89a", "no_pdf"), (b"", "no_pdf")])
def test_what_is_no_pdf_is_refused(content, code, planner):
    refused(lambda: attach_file(actor=planner, agreement=AgreementFactory(), title="x", content=content), code)


def test_a_file_that_is_too_large_is_refused(planner):
    content = b"x" * (20 * 1024 * 1024 + 1)
    refused(
        lambda: attach_file(actor=planner, agreement=AgreementFactory(), title="x", content=content), "file_too_large"
    )
