"""A year as three programs tell it: of the city of Samarinda, of the training centre in Balikpapan, of the province.

Everybody in it is invented. The feed of `changes` shows only what other transactions have finished, so its answer is
declared here.
"""

import base64
from datetime import date, timedelta
from typing import Any

from django.test import override_settings

from certifications.models import Certificate, Issuer
from kaltim_naker.core.periods import today
from kaltim_naker.imports.services import carry_out
from kaltim_naker.reports.models import ReportRun
from kaltim_naker.reports.tasks import render_report
from programs.models import ClosedFigure, TrainingClass
from tests.factories.accounts import home_region
from tests.factories.certifications import IssuerFactory, SchemeFactory, certify
from tests.factories.companies import AgreementFactory, CompanyFactory, DeliverableFactory, YearlyReportFactory
from tests.factories.periods import ReportingPeriodFactory
from tests.factories.productivity import measured
from tests.factories.programs import (
    IndicatorFactory,
    TrainingClassFactory,
)
from tests.factories.tokens import Program
from tests.factories.trainees import EnrolmentFactory, JobSeekerFactory
from tests.kaltim_naker.api.examples.diary import Diary
from tests.kaltim_naker.api.examples.stage import ANI, BUDI, CHANGES, FILE, Stage


def tell(stage: Stage) -> Diary:
    """The whole year; returns what was kept."""
    for chapter in (
        people,
        seats,
        days,
        results,
        graduates,
        companies,
        apprenticeship,
        endings,
        year_of_the_office,
        figures,
        reports,
        files,
        reference,
        refusals,
    ):
        chapter(stage)
    return stage.diary


def people(stage: Stage) -> None:
    diary, city = stage.diary, stage.city
    ani = diary.send(city, "job_seekers_create", ANI)["id"]
    diary.send(city, "job_seekers_update", {"phone": "081299998888", "education": 7}, ani)
    diary.send(city, "job_seekers_bulk", {"rows": [{**ANI, "phone": "081211112222"}, BUDI], "all_or_none": False})
    diary.ask(city, "job_seekers_find", {"nik": ANI["nik"]})
    diary.ask(city, "job_seekers_nik", {"reason": "Pencocokan data BPJS Ketenagakerjaan"}, ani)
    diary.read(city, "job_seekers_read", ani)
    diary.read(city, "job_seekers_list", limit=2)
    diary.read(city, "receipts_read", diary.read(city, "receipts_list", limit=2)["items"][0]["id"])


def seats(stage: Stage) -> None:
    diary, centre = stage.diary, stage.centre
    person = JobSeekerFactory(full_name="Dewi Anggraini", registered_by=stage.balikpapan.office)
    sent = {"training_class": str(stage.paket.pk), "nik": person.reveal_nik(), "foreign_id": "P-1"}
    seat = diary.send(centre, "enrolments_create", sent)["id"]
    diary.send(centre, "enrolments_update", {"end_reason": "Diterima bekerja"}, seat)
    diary.read(centre, "enrolments_read", seat)
    diary.read(centre, "enrolments_list", limit=2)
    diary.read(centre, "classes_read", stage.paket.pk)
    diary.read(centre, "classes_list", limit=2)


def days(stage: Stage) -> None:
    diary, centre = stage.diary, stage.centre
    start = today() - timedelta(days=7)
    paket = TrainingClassFactory(
        centre=stage.balikpapan,
        programme=stage.paket.programme,
        label="Angkatan II",
        starts_on=start,
        ends_on=start + timedelta(days=30),
        fiscal_year=start.year,
    )
    first, second = (EnrolmentFactory(training_class=paket, enrolled_on=start) for _n in range(2))
    marks = [{"enrolment": str(first.pk), "mark": "H"}, {"enrolment": str(second.pk), "mark": "S"}]
    day = {"training_class": str(paket.pk), "held_on": start.isoformat(), "hours": 8, "marks": marks}
    diary.send(centre, "attendance_create", day)
    row = diary.read(centre, "attendance_list", limit=2)["items"][0]
    diary.send(centre, "attendance_update", {"mark": "H", "hours": 4, "late_reason": "Datang siang"}, row["id"])
    rows = [{"enrolment": str(second.pk), "held_on": start.isoformat(), "mark": "H", "late_reason": "Surat dokter"}]
    diary.send(centre, "attendance_bulk", {"rows": rows})
    diary.read(centre, "attendance_read", row["id"])
    diary.read(centre, "sessions_read", diary.read(centre, "sessions_list", limit=2)["items"][0]["id"])


def results(stage: Stage) -> None:
    diary, centre = stage.diary, stage.centre
    paket = _closed(stage)
    people = [EnrolmentFactory(training_class=paket, passed=True) for _n in range(3)]
    issuer = Issuer.objects.filter(code="bnsp").first() or IssuerFactory(code="bnsp", short_name="BNSP")
    scheme = SchemeFactory(title="Plate Welder SMAW 3G")
    common = {"scheme": str(scheme.pk), "issuer": issuer.code, "assessed_on": paket.ends_on.isoformat()}
    first, second, third = ({**common, "enrolment": str(one.pk)} for one in people)
    diary.send(centre, "results_create", {**first, "outcome": "K", "foreign_id": "U-1"})
    diary.send(centre, "results_bulk", {"rows": [{**second, "outcome": "K"}, {**third, "outcome": "BK"}]})
    diary.read(centre, "results_read", diary.read(centre, "results_list", limit=2)["items"][0]["id"])
    diary.read(centre, "assessments_read", diary.read(centre, "assessments_list", limit=2)["items"][0]["id"])
    eko = JobSeekerFactory(full_name="Eko Prasetyo", domicile=home_region("64.72"))
    passed = EnrolmentFactory(training_class=_closed(stage), job_seeker=eko, passed=True)
    paper = certify(passed, passed.ended_on, issuer=issuer, scheme=scheme)
    diary.read(centre, "certificates_list", limit=2)
    diary.read(centre, "certificates_read", paper.pk)
    diary.ask(None, "certificates_verify", {"code": Certificate.objects.get(pk=paper.pk).code})
    diary.read(centre, "schemes_read", scheme.pk)


def graduates(stage: Stage) -> None:
    diary, city = stage.diary, stage.city
    person = JobSeekerFactory(full_name="Fitri Handayani", domicile=home_region("64.72"))
    graduate = EnrolmentFactory(training_class=_closed(stage), job_seeker=person, passed=True)
    job = {
        "foreign_id": "K-9",
        "nik": person.reveal_nik(),
        "employer": "PT Karya Bersama",
        "occupation": "Juru las",
        "started_on": (graduate.ended_on + timedelta(days=20)).isoformat(),
        "sector": "C",
        "evidence": "document",
        "is_relevant": True,
    }
    made = diary.send(city, "outcomes_create", job)["id"]
    diary.send(city, "outcomes_update", {"contract": "fixed_term"}, made)
    diary.send(city, "outcomes_bulk", {"rows": [{**job, "occupation": "Juru las kapal"}]})
    diary.read(city, "outcomes_read", made)
    diary.read(city, "outcomes_list", limit=2)
    said = {"enrolment": str(graduate.pk), "months": 3, "status": "employed", "employer": job["employer"]}
    answer = diary.send(city, "survey_answers_create", {**said, "started_on": job["started_on"]})
    diary.send(city, "survey_answers_bulk", {"rows": [{**said, "months": 6, "started_on": job["started_on"]}]})
    diary.read(city, "survey_answers_read", answer["id"])
    diary.read(city, "survey_answers_list", limit=2)


def companies(stage: Stage) -> None:
    diary, province = stage.diary, stage.province
    sent = {"foreign_id": "OSS-1", "name": "PT Karya Bersama", "nib": "0220001234567", "size_basis": "pp7_capital"}
    company = diary.send(province, "companies_create", {**sent, "size_amount": "900000000"})["id"]
    diary.send(province, "companies_update", {"phone": "0541-123456"}, company)
    diary.read(province, "companies_read", company)
    diary.read(province, "companies_list", limit=2)
    site = {"company": company, "region": "64.72", "name": "Bengkel Samarinda", "address": "Jalan Industri 4"}
    made = diary.send(province, "work_sites_create", site)["id"]
    diary.send(province, "work_sites_update", {"kind": "branch", "region": "64.72"}, made)
    diary.read(province, "work_sites_read", made)
    diary.read(province, "work_sites_list", limit=2)
    partner = CompanyFactory(name="PT Sungai Mahakam Sejahtera")
    promise = DeliverableFactory(agreement=AgreementFactory(company=partner, title="Pengukuran produktivitas"))
    diary.read(province, "agreements_list", limit=2)
    diary.read(province, "agreements_read", promise.agreement.pk)
    diary.read(province, "agreements_deliverables", promise.agreement.pk)
    row = measured(partner, 2024)
    diary.read(province, "measurements_list", limit=2)
    diary.read(province, "measurements_read", row.pk)


def _plan(stage: Stage) -> dict[str, Any]:
    site = YearlyReportFactory(site__region=home_region("64.72"), men=200, women=100).site
    return {
        "site": str(site.pk),
        "occupation": "Mekanik alat berat",
        "field": stage.welding.code,
        "starts_on": "2025-02-03",
        "ends_on": "2025-07-31",
        "seats": 3,
        "allowance": "1500000",
    }


def _permitted(stage: Stage) -> tuple[str, str]:
    """A permitted apprenticeship and its mentor."""
    diary, city = stage.diary, stage.city
    programme = diary.send(city, "apprenticeships_create", {**_plan(stage), "foreign_id": f"M-{len(diary.examples)}"})[
        "id"
    ]
    diary.send(city, "apprenticeships_update", {"seats": 4}, programme)
    diary.send(city, "apprenticeships_apply", {"complete_on": "2025-01-06"}, programme)
    diary.send(city, "apprenticeships_permit", {"permit_on": "2025-01-08", "number": "503/1"}, programme)
    mentor = diary.send(city, "mentors_create", {"apprenticeship": programme, "full_name": "Budi Hartono"})["id"]
    diary.read(city, "mentors_read", mentor)
    diary.read(city, "mentors_list", limit=2)
    return programme, mentor


def _taken(stage: Stage, programme: str, mentor: str, name: str) -> str:
    """An apprentice whose agreement is complete."""
    diary, city = stage.diary, stage.city
    person = JobSeekerFactory(full_name=name, domicile=home_region("64.72"))
    taken = diary.send(city, "apprentices_create", {"apprenticeship": programme, "nik": person.reveal_nik()})["id"]
    needed = {"mentor": mentor, "health_checked_on": "2025-01-20", "insurance_number": "BPJS-1"}
    diary.send(city, "apprentices_update", needed, taken)
    diary.send(city, "apprentices_sign", {"signed_on": "2025-01-25"}, taken)
    return taken


def apprenticeship(stage: Stage) -> None:
    diary, city = stage.diary, stage.city
    programme, mentor = _permitted(stage)
    for number, name in enumerate(("Gilang Ramadhan", "Hana Pertiwi", "Indra Wijaya")):
        one = _taken(stage, programme, mentor, name)
        if number == 2:
            diary.send(city, "apprentices_cancel", {"reason": "Mengundurkan diri"}, one)
            break
        diary.send(city, "apprentices_ratify", {"ratified_on": "2025-01-28", "number": f"R-{number}"}, one)
        diary.send(city, "apprentices_start", {"started_on": "2025-02-03"}, one)
        if number == 1:
            diary.send(city, "apprentices_leave", {"ended_on": "2025-03-03", "reason": "withdrew"}, one)
            continue
        diary.send(city, "apprentices_complete", {"ended_on": "2025-07-31", "meets_standard": True}, one)
        diary.send(city, "apprentices_after", {"after": "hired_here", "after_on": "2025-08-04"}, one)
        diary.read(city, "apprentices_read", one)
    diary.read(city, "apprentices_list", limit=2)
    diary.read(city, "apprenticeships_read", programme)
    diary.read(city, "apprenticeships_list", limit=2)


def endings(stage: Stage) -> None:
    diary, city = stage.diary, stage.city
    refused, cancelled = (diary.send(city, "apprenticeships_create", _plan(stage))["id"] for _n in range(2))
    diary.send(city, "apprenticeships_apply", {"complete_on": "2025-01-06"}, refused)
    diary.send(city, "apprenticeships_refuse", {"permit_on": "2025-01-08", "reason": "Pembimbing kurang"}, refused)
    diary.send(city, "apprenticeships_cancel", {"reason": "Perusahaan menunda"}, cancelled)


def year_of_the_office(stage: Stage) -> None:
    diary, city, province = stage.diary, stage.city, stage.province
    event = {
        "foreign_id": "AG-7",
        "kind": "fklpid",
        "title": "Forum kemitraan dengan industri",
        "starts_on": "2025-03-04",
        "ends_on": "2025-03-04",
        "place": "Samarinda",
        "source": "Undangan 005/1",
    }
    made = diary.send(province, "activities_create", event)["id"]
    diary.send(province, "activities_update", {"participants": 40}, made)
    diary.read(province, "activities_read", made)
    diary.read(province, "activities_list", limit=2)
    wish = {"region": "64.72", "year": 2026, "title": "Pelatihan las kapal", "field": "las", "volume": 2}
    wish |= {"unit": "package", "justification": "Galangan kapal baru"}
    made = diary.send(city, "proposals_create", wish)["id"]
    diary.send(city, "proposals_update", {"volume": 3}, made)
    diary.read(city, "proposals_read", made)
    diary.read(city, "proposals_list", limit=2)
    need = {"region": "64.72", "year": 2026, "field": "las", "skill": "Las 6G", "people": 20}
    need |= {"origin": "regional_office", "evidence": "Survei perusahaan 2025"}
    made = diary.send(city, "needs_create", need)["id"]
    diary.send(city, "needs_update", {"people": 25}, made)
    diary.read(city, "needs_read", made)
    diary.read(city, "needs_list", limit=2)
    quarter = ReportingPeriodFactory(centre=stage.balikpapan, year=2020)
    diary.send(stage.centre, "periods_submit", {"note": "Lengkap"}, quarter.pk)
    diary.read(stage.centre, "periods_read", quarter.pk)
    diary.read(stage.centre, "periods_list", limit=2)


def figures(stage: Stage) -> None:
    diary, province = stage.diary, stage.province
    for name in ("indicators", "targets"):
        first = diary.read(province, f"{name}_list", limit=2)["items"][0]
        diary.read(province, f"{name}_read", first.get("id") or first["code"])
    diary.read(province, "achievements_list", year=2025)
    diary.read(province, "achievements_read", "K1", year=2025, by="region")
    diary.read(province, "achievements_records", "K1", year=2025, limit=2)
    period = ReportingPeriodFactory(year=2019, quarter=1, centre=None, closed=True)
    here, there = home_region("64.72"), home_region("64.74")
    ClosedFigure.objects.create(
        period=period,
        indicator=IndicatorFactory(code="K2"),
        measure="job_seekers_certified",
        in_period=45,
        value=45,
        subjects=45,
        breakdown={"in_region": [[here.pk, 30, 30], [there.pk, 15, 15]]},
        members_sha256="0" * 64,
        sha256="0" * 64,
    )
    diary.read(None, "open_data_list")
    diary.read(None, "open_data_read", 2019)
    diary.read(None, "open_data_table", 2019)
    diary.examples["changes_list"] = {"status": "200", "response": CHANGES}


def reports(stage: Stage) -> None:
    diary, centre = stage.diary, stage.centre
    asked = {"kind": "target_realisation", "year": 2025, "quarter": 1}
    made = diary.send(centre, "reports_create", asked)["id"]
    render_report(made)
    diary.read(centre, "reports_read", made)
    diary.read(centre, "reports_list", limit=2)
    assert diary.read(centre, "reports_document", made).startswith(b"%PDF")
    diary.read(centre, "reports_facts", made)
    diary.ask(None, "reports_verify", {"code": ReportRun.objects.get(pk=made).code})
    other = diary.send(centre, "reports_create", {**asked, "quarter": 2})["id"]
    diary.send(centre, "reports_cancel", None, other)


def files(stage: Stage) -> None:
    diary, centre = stage.diary, stage.centre
    content = base64.b64encode(FILE.encode()).decode()
    sent = {"kind": "participants", "file_name": "peserta.csv", "content": content, "options": {"fiscal_year": "2025"}}
    brought = diary.send(centre, "imports_create", sent)["id"]
    carry_out(brought)
    diary.read(centre, "imports_read", brought)
    diary.read(centre, "imports_list", limit=2)
    diary.send(centre, "imports_accept", {"mode": "good_rows"}, brought)
    other = base64.b64encode(FILE.replace("CITRA", "CINTA").encode()).decode()
    second = diary.send(centre, "imports_create", {**sent, "content": other})["id"]
    carry_out(second)
    diary.send(centre, "imports_discard", None, second)
    numbers = [ANI["nik"], "6472015705009999"]
    diary.ask(
        centre,
        "reconciliations_create",
        {"source": "participants", "of": {"fiscal_year": "2025"}, "numbers": numbers},
    )


def reference(stage: Stage) -> None:
    diary, city = stage.diary, stage.city
    for name, key in (("regions", "64.72"), ("fields", "las"), ("centres", "blki-balikpapan")):
        diary.read(city, f"{name}_read", key)
    diary.read(city, "programmes_read", stage.paket.programme.pk)
    for name in ("regions", "sectors", "fields", "centres", "programmes", "schemes"):
        diary.read(city, f"{name}_list", limit=2)


def refusals(stage: Stage) -> None:
    """One of each status that programs meet; 429 is brought about by the test."""
    diary, city, centre = stage.diary, stage.city, stage.centre
    ani = city.get("job-seekers", limit=1).json()["items"][0]["id"]
    waiting = stage.diary.send(centre, "reports_create", {"kind": "target_realisation", "year": 2025, "quarter": 3})
    diary.refuse(city.get("job-seekers", regoin="64.72"), 400)
    diary.refuse(Program("knk_wrong").get("regions"), 401)
    diary.refuse(city.post("companies", {"name": "PT Contoh"}), 403)
    diary.refuse(city.get("job-seekers/0199a3c1-5d2e-7c41-9b57-2f6f0d1c8a11"), 404)
    diary.refuse(centre.get(f"reports/{waiting['id']}/document"), 409)
    diary.refuse(city.get("changes", cursor="1-1-1"), 410)
    diary.refuse(city.patch(f"job-seekers/{ani}", {"phone": "081200000000"}, etag='"another"'), 412)
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        diary.refuse(city.post("job-seekers/bulk", {"rows": [BUDI]}), 413)
    as_form = city.client.post("/api/v1/job-seekers/find", {"nik": "1"}, headers=city.headers)
    diary.refuse(as_form, 415)
    diary.refuse(city.post("job-seekers", {**BUDI, "nik": "6472011703010004", "birth_date": "2001-13-17"}), 422)
    diary.refuse(city.patch(f"job-seekers/{ani}", {"phone": "081200000000"}), 428)


def _closed(stage: Stage) -> TrainingClass:
    return TrainingClassFactory(
        centre=stage.balikpapan,
        programme=stage.paket.programme,
        closed=True,
        starts_on=date(2025, 2, 3),
        label=f"Angkatan {TrainingClass.objects.count()}",
    )
