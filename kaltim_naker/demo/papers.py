"""Certificates of training of two classes: numbered and frozen, each drawn when somebody asks for it."""

from collections.abc import Iterator
from datetime import timedelta

from certifications.choices import DocumentKind
from certifications.constants import DOCUMENT_PREFIXES
from certifications.documents import document_title, fingerprint, training_facts
from certifications.formulas import number_key
from certifications.models import IssuedDocument
from kaltim_naker.core.numbers import next_number
from kaltim_naker.demo.classes import BALIKPAPAN, BONTANG, YEAR
from kaltim_naker.demo.users import centre_admins
from trainees.models import Enrolment

_CLASSES = {BALIKPAPAN: "Operator Forklift", BONTANG: "Sekretaris Junior"}
_DAYS_AFTER_CLOSING = timedelta(days=7)


def issue_papers() -> None:
    IssuedDocument.objects.bulk_create(row for office, title in _CLASSES.items() for row in _papers(office, title))


def _papers(office: str, title: str) -> Iterator[IssuedDocument]:
    """Everybody who passed the programme at this centre; numbered in the order of closing."""
    passed = Enrolment.objects.passed().filter(
        training_class__centre__office__code=office,
        training_class__programme__title=title,
        training_class__fiscal_year=YEAR,
    )
    admins = centre_admins()
    for enrolment in passed.select_related(
        "job_seeker", "training_class__programme__field", "training_class__centre__office__region"
    ).order_by("ended_on", "job_seeker__full_name", "job_seeker__birth_date"):
        issued_on = enrolment.ended_on + _DAYS_AFTER_CLOSING
        facts = training_facts(enrolment, issued_on)
        number = next_number(DOCUMENT_PREFIXES[DocumentKind.TRAINING], YEAR)
        yield IssuedDocument(
            kind=DocumentKind.TRAINING,
            number=number,
            number_key=number_key(number),
            job_seeker=enrolment.job_seeker,
            centre=enrolment.training_class.centre,
            enrolment=enrolment,
            holder_name=facts["holder_name"],
            title=document_title(DocumentKind.TRAINING, facts),
            facts=facts,
            facts_sha256=fingerprint(facts),
            issued_on=issued_on,
            issued_by=admins[enrolment.training_class.centre_id],
        )
