"""The list that goes with a request of blanks: all candidates, K and BK, as the issuer's office wants it.

It holds full NIKs (domain.md §4.2), so whoever makes it is written into the access log first: see
`services.export_blank_request`.
"""

from collections.abc import Sequence
from typing import IO, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certifications.choices import ResultOutcome
from certifications.models import Assessment, Result
from kaltim_naker.ui.export import write_xlsx
from kaltim_naker.ui.tables import Column, Kind
from trainees.models import Enrolment

_COLUMNS = (
    Column("position", _("No."), kind=Kind.NUMBER),
    Column("full_name", _("Full name")),
    Column("nik", _("NIK")),
    Column("birth_place", _("Place of birth")),
    Column("birth_date", _("Date of birth"), kind=Kind.DATE),
    Column("sex", _("Sex")),
    Column("address", _("Address")),
    Column("region", _("Regency or city")),
    Column("phone", _("Phone")),
    Column("education", _("Education")),
    Column("scheme", _("Scheme")),
    Column("assessed_on", _("Assessed on"), kind=Kind.DATE),
    Column("place", _("Place (TUK)")),
    Column("assessor", _("Assessor")),
    Column("assessor_number", _("Registration number of the assessor")),
    Column("outcome", _("Recommendation (K / BK)")),
)


def blank_request_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """Everybody who was registered or assessed, by name, with the last result of this assessment."""
    results = {
        result.enrolment_id: result for result in Result.objects.filter(assessment=assessment).order_by("attempt")
    }
    people = Enrolment.objects.filter(candidacies__assessment=assessment) | Enrolment.objects.filter(
        results__assessment=assessment
    )
    people = people.select_related("job_seeker__domicile").order_by("job_seeker__full_name", "pk").distinct()
    return [
        _row(position, enrolment, results.get(enrolment.pk), assessment)
        for position, enrolment in enumerate(people, start=1)
    ]


def _row(position: int, enrolment: Enrolment, result: Result | None, assessment: Assessment) -> dict[str, Any]:
    person, assessor = enrolment.job_seeker, assessment.assessor
    return {
        "position": position,
        "full_name": person.full_name,
        "nik": person.reveal_nik() or "",
        "birth_place": person.birth_place,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "address": person.address,
        "region": person.domicile.name,
        "phone": person.phone,
        "education": person.get_education_display() if person.education is not None else "",
        "scheme": assessment.scheme.title,
        "assessed_on": result.assessed_on if result else assessment.scheduled_on,
        "place": assessment.place,
        "assessor": assessor.name if assessor else "",
        "assessor_number": assessor.registration_number if assessor else "",
        "outcome": ResultOutcome(result.outcome).value if result else "",
    }


def blank_request_workbook(assessment: Assessment, rows: Sequence[dict[str, Any]]) -> IO[bytes]:
    """The rows as a workbook, every text as text, with what the request is about on a second sheet."""
    body = assessment.body
    notes = [
        (gettext("Issuer"), assessment.issuer.name),
        (gettext("Certification body"), f"{body.name} ({body.licence_number})" if body else ""),
        (gettext("Scheme"), assessment.scheme.title),
        (gettext("Training class"), str(assessment.training_class)),
        (gettext("Minutes of the plenary"), assessment.decision_document),
        (gettext("Letter of request"), assessment.request_letter),
        (gettext("Competent (K)"), str(sum(row["outcome"] == ResultOutcome.COMPETENT for row in rows))),
        (
            gettext("Not yet competent (BK)"),
            str(sum(row["outcome"] == ResultOutcome.NOT_YET_COMPETENT for row in rows)),
        ),
    ]
    return write_xlsx(_COLUMNS, rows, title=gettext("Request of certificate blanks"), notes=notes)
