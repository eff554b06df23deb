"""The pages of certification: results, certificates, hand-over."""

from datetime import date

import pytest
from django.urls import reverse

from certifications.models import Certificate, Result
from tests.conftest import client_of
from tests.factories.certifications import CertificateFactory, IssuerFactory, ResultFactory, SchemeFactory, result_for
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory

pytestmark = pytest.mark.django_db

TESTED = date(2025, 3, 6)


@pytest.fixture
def graduates(balikpapan):
    closed = TrainingClassFactory(centre=balikpapan, closed=True)
    return EnrolmentFactory.create_batch(3, training_class=closed, passed=True)


@pytest.fixture
def client(balikpapan_admin):
    return client_of(balikpapan_admin)


def page(name, graduates):
    return reverse(f"certifications:{name}", args=[graduates[0].training_class_id])


# --- results -------------------------------------------------------------------------------------------------------
def assessed(outcomes, **changes):
    form = {"scheme": SchemeFactory().pk, "issuer": IssuerFactory().pk, "assessed_on": TESTED.isoformat(), **changes}
    return form | {f"{enrolment.pk}-outcome": outcome for enrolment, outcome in outcomes}


def test_results_of_a_class(client, graduates):
    outcomes = list(zip(graduates, ("K", "BK", ""), strict=True))
    assert client.post(page("record_results", graduates), assessed(outcomes)).status_code == 302
    assert {result.enrolment_id: result.outcome for result in Result.objects.all()} == {
        graduates[0].pk: "K",
        graduates[1].pk: "BK",
    }


def test_one_wrong_row_saves_none(client, graduates):
    known = result_for(graduates[0], TESTED)
    outcomes = [(enrolment, "K") for enrolment in graduates]
    same = {"scheme": known.assessment.scheme_id, "issuer": known.assessment.issuer_id}
    response = client.post(page("record_results", graduates), assessed(outcomes, **same))
    assert response.status_code == 422
    assert Result.objects.count() == 1
    wrong = [row.record for row in response.context["rows"] if row.errors]
    assert wrong == [graduates[0]]


def test_no_result_at_all_is_a_mistake(client, graduates):
    response = client.post(page("record_results", graduates), assessed([(one, "") for one in graduates]))
    assert response.status_code == 422


def test_the_known_assessment_is_proposed(client, graduates):
    known = result_for(graduates[0], TESTED)
    form = client.get(page("record_results", graduates)).context["form"]
    assert form.initial == {"scheme": known.assessment.scheme_id, "issuer": known.assessment.issuer_id}


# --- certificates --------------------------------------------------------------------------------------------------
@pytest.fixture
def competent(graduates):
    scheme, issuer = SchemeFactory(), IssuerFactory()
    first = result_for(graduates[0], TESTED, scheme=scheme, issuer=issuer)
    rest = [ResultFactory(assessment=first.assessment, enrolment=one, assessed_on=TESTED) for one in graduates[1:]]
    return [first, *rest]


def papers(numbers, issued_on="2025-04-01"):
    form = {"issued_on": issued_on}
    for result, number in numbers:
        form |= {f"{result.pk}-number": number, f"{result.pk}-registration_number": "", f"{result.pk}-issued_on": ""}
    return form


def test_entering_the_papers_of_a_class(client, graduates, competent):
    numbers = list(zip(competent, ("A 1", "A 2", ""), strict=True))
    assert client.post(page("issue_certificates", graduates), papers(numbers)).status_code == 302
    assert set(Certificate.objects.values_list("number", "result")) == {
        ("A 1", competent[0].pk),
        ("A 2", competent[1].pk),
    }
    waiting = client.get(reverse("certifications:awaiting_certificate")).context["table"].page.rows
    assert [row["pk"] for row in waiting] == [competent[2].pk]


def test_a_number_twice_names_its_row_and_saves_none(client, graduates, competent):
    numbers = list(zip(competent, ("A 1", "a-1", "A 3"), strict=True))
    response = client.post(page("issue_certificates", graduates), papers(numbers))
    assert response.status_code == 422
    assert not Certificate.objects.exists()
    wrong = {row.record: list(row.errors) for row in response.context["rows"] if row.errors}
    assert list(wrong.values()) == [["number"]]


def test_a_paper_older_than_its_test(client, graduates, competent):
    response = client.post(page("issue_certificates", graduates), papers([(competent[0], "A 1")], "2025-03-01"))
    assert response.status_code == 422
    assert not Certificate.objects.exists()


def test_handing_over(client, balikpapan):
    certificate = CertificateFactory(result__assessment__training_class__centre=balikpapan)
    url = reverse("certifications:certificate_hand_over", args=[certificate.pk])
    before = {"handed_over_on": "2024-01-01", "handed_over_to": ""}
    assert client.post(url, before).status_code == 422
    assert client.post(url, {**before, "handed_over_on": "2025-12-01"}).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.handed_over_on, certificate.handed_over_to) == (date(2025, 12, 1), certificate.holder_name)


def test_graduates_who_were_not_assessed(client, graduates):
    result_for(graduates[0], TESTED)
    rows = client.get(reverse("certifications:awaiting_assessment")).context["table"].page.rows
    assert {row["pk"] for row in rows} == {one.pk for one in graduates[1:]}


@pytest.mark.parametrize(("asked", "found"), [("waiting", 1), ("done", 1), ("", 2)])
def test_filter_by_hand_over(asked, found, client, balikpapan):
    here = {"result__assessment__training_class__centre": balikpapan}
    CertificateFactory(**here)
    CertificateFactory(**here, handed_over_on=date(2025, 12, 1), handed_over_to="x")
    rows = client.get(reverse("certifications:certificate_list"), {"handed_over": asked}).context["table"].page.rows
    assert len(rows) == found


def test_a_number_is_found_in_any_spelling(client, balikpapan):
    CertificateFactory(result__assessment__training_class__centre=balikpapan, number="62015 8131 3 0000001 2025")
    rows = client.get(reverse("certifications:certificate_list"), {"number": "8131-3"}).context["table"].page.rows
    assert len(rows) == 1
