"""“19 or 21?”: a list of NIKs or certificate numbers beside the records of any figure of the small year."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certifications.choices import CertificateState
from certifications.models import Certificate
from certifications.services import revoke_certificate
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.audit.models import AccessLog
from kaltim_naker.core.periods import Period
from kaltim_naker.imports.reconcile import Comparison
from kaltim_naker.reports.links import records_url
from programs.models import TrainingCentre
from tests.conftest import client_of
from tests.factories.accounts import user_with_role
from trainees.models import JobSeeker

PEOPLE = reverse("imports:reconcile", args=["figure"])
CERTIFICATES = reverse("imports:reconcile", args=["figure-certificates"])
CERTIFIED = {"measure": "job_seekers_certified", "year": "2025", "quarter": "", "mode": "cumulative"}


def nik_of(person: JobSeeker) -> str:
    return person.reveal_nik() or ""


def answer(client: Client, people: list[JobSeeker], url: str = PEOPLE, **more: Any) -> Comparison:
    text = "\n".join(nik_of(person) for person in people)
    page = client.post(url, {**CERTIFIED, "text": text, **more})
    assert page.status_code == 200
    assert not any(nik_of(person) in page.content.decode() for person in people)
    return page.context["answer"]


def named(name: str) -> JobSeeker:
    return JobSeeker.objects.get(full_name=name)


def test_three_columns_of_a_figure(small_year: SimpleNamespace, planner: User) -> None:
    """A and E are in the figure and the list, B and F only in the figure; C, D, G and H only in the list."""
    missing = [named(name) for name in ("Candra Cahya", "Dewi Damai", "Gani Gunung", "Hadi Hujan")]
    found = answer(client_of(planner), [small_year.a, small_year.e, *missing])

    assert {line.label for line in found.both} == {"Andi Anwar", "Eko Embun"}
    assert {line.label for line in found.only_ours} == {"Beti Bunga", "Fitri Fajar"}
    reasons = [line.reason for line in found.only_theirs]
    assert len(set(reasons)) == 4  # each for another reason
    assert [person.full_name in reason for person, reason in zip(missing, reasons, strict=True)] == [True] * 4
    assert "2026" in reasons[1]  # D: certificate of January


def test_another_centre_is_named(
    small_year: SimpleNamespace, planner: User, balikpapan: TrainingCentre, bontang: TrainingCentre
) -> None:
    found = answer(client_of(planner), [small_year.f], centre=str(balikpapan.pk))

    assert bontang.short_name in found.only_theirs[0].reason
    assert len(found.only_ours) == 3


def test_who_was_counted_before_the_quarter_is_told_the_day(small_year: SimpleNamespace, planner: User) -> None:
    found = answer(client_of(planner), [small_year.a], quarter="2", mode="quarter")

    assert "12" in found.only_theirs[0].reason  # 12 March
    assert {line.label for line in found.only_ours} == {"Beti Bunga"}


def test_a_revoked_certificate_is_the_reason(small_year: SimpleNamespace, planner: User) -> None:
    certificate = Certificate.objects.get(job_seeker=small_year.f)
    officer = user_with_role(Role.CERTIFICATION_OFFICER, planner.memberships.get().office)
    revoke_certificate(actor=officer, certificate=certificate, reason="Keliru", document="BA 1/2025")

    found = answer(client_of(planner), [small_year.f])
    assert str(CertificateState.REVOKED.label) in found.only_theirs[0].reason


def test_a_centre_is_told_nothing_of_another_ones_people(small_year: SimpleNamespace, bontang_admin: User) -> None:
    found = answer(client_of(bontang_admin), [small_year.a, small_year.f])

    [stranger] = found.only_theirs
    assert small_year.a.full_name not in stranger.reason
    assert {line.label for line in found.both} == {"Fitri Fajar"}
    assert {line.label for line in found.only_ours} == {"Eko Embun"}


def test_certificate_numbers_say_who_is_counted_by_another(small_year: SimpleNamespace, planner: User) -> None:
    first, second = Certificate.objects.filter(job_seeker=small_year.a).order_by("issued_on")
    page = client_of(planner).post(CERTIFICATES, {**CERTIFIED, "text": f"{first.number}\n{second.number}"})

    found = page.context["answer"]
    assert len(found.both) == len(found.only_theirs) == 1
    assert "Andi Anwar" in found.only_theirs[0].reason


def test_protected_figures_are_refused(small_year: SimpleNamespace, planner: User) -> None:
    query = {**CERTIFIED, "measure": "people_with_disability_trained", "text": nik_of(small_year.a)}

    assert client_of(planner).post(PEOPLE, query).status_code == 422


def test_the_list_behind_a_figure_leads_here_with_its_filters(
    small_year: SimpleNamespace, planner: User, bontang: TrainingCentre
) -> None:
    client = client_of(planner)
    page = client.get(records_url("job_seekers_certified", Period(2025, 3), centre=bontang.pk))
    [people, _certificates] = page.context["page_actions"]
    form = client.get(people.url).context["form"]

    assert (form["measure"].value(), form["quarter"].value()) == ("job_seekers_certified", "3")
    assert form["centre"].value() == str(bontang.pk)


def test_the_look_is_written_down_without_a_number(small_year: SimpleNamespace, planner: User) -> None:
    answer(client_of(planner), [small_year.a])

    entry = AccessLog.objects.latest("pk")
    assert (entry.subject, entry.rows) == ("reconcile:figure", 1)
    assert nik_of(small_year.a) not in str(vars(entry))


@pytest.mark.parametrize("key", ["apprentices_started", "people_placed_under_agreements", "candidates_assessed"])
def test_every_figure_about_people_can_be_compared(small_year: SimpleNamespace, planner: User, key: str) -> None:
    found = answer(client_of(planner), [small_year.a], measure=key)

    assert len(found.both) + len(found.only_theirs) == 1
