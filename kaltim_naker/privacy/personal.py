"""The map of personal data: which table holds what about a person, for what purpose, and what becomes of it.

One declaration serves the register of processing (UU 27/2022, article 31), the copy for the person (article 7), the
anonymisation (article 43) and the copy for testing. Every column of every table that hangs on a person stands in
exactly one of `given` and `ours`; a test names the column that does not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.privacy.constants import NAME_OF_THE_ERASED
from trainees.choices import LegalBasis, NikMissingReason
from trainees.models import JobSeeker


@dataclass(frozen=True)
class Purpose:
    """Why data are processed, on which legal basis (article 20), who receives them, and how long they are kept."""

    code: str
    name: str | Promise
    basis: LegalBasis
    recipients: str | Promise
    kept: str | Promise


REGISTER = Purpose(
    "register",
    _("Register of job seekers"),
    LegalBasis.PUBLIC_TASK,
    _("the offices the person turned to"),
    _("as long as the service lasts, then by the terms of selection and training"),
)
SELECTION = Purpose(
    "selection",
    _("Selection for a training class"),
    LegalBasis.PUBLIC_TASK,
    _("the training centre; the public list of results has no identity number"),
    _("two years for those who were not trained"),
)
TRAINING = Purpose(
    "training",
    _("Training, attendance and what came of it"),
    LegalBasis.PUBLIC_TASK,
    _("the training centre, the provincial office"),
    _("ten years"),
)
CERTIFICATION = Purpose(
    "certification",
    _("Competence certificates that can be checked"),
    LegalBasis.LEGAL_DUTY,
    _("issuers; anyone who has the number of the certificate sees name, scheme and validity"),
    _("for good: a certificate must stay verifiable"),
)
APPRENTICESHIP = Purpose(
    "apprenticeship",
    _("Apprenticeships"),
    LegalBasis.LEGAL_DUTY,
    _("the company, the regional office that ratifies the agreement"),
    _("ten years"),
)
PROTECTED = Purpose(
    "protected",
    _("Access for people with disabilities and special groups"),
    LegalBasis.LEGAL_DUTY,
    _("only who arranges the training; never exported"),
    _("as the training itself"),
)
RIGHTS = Purpose(
    "rights",
    _("Requests of people about their data"),
    LegalBasis.LEGAL_DUTY,
    _("the data protection officer"),
    _("ten years, without the data themselves"),
)
PURPOSES = (REGISTER, SELECTION, TRAINING, CERTIFICATION, APPRENTICESHIP, PROTECTED, RIGHTS)


@dataclass(frozen=True)
class Part:
    """One table. `person` is the look-up path from a row to the person, empty for the person himself.

    `given` are the columns that a copy shows; `ours` are keys, digests and who of us entered something. `erased` says
    what anonymisation writes over a column; all others say nothing about who it was once the name is gone.
    """

    label: str
    person: str
    purpose: Purpose
    given: tuple[str, ...]
    ours: tuple[str, ...] = ()
    erased: Mapping[str, Any] = field(default_factory=dict)
    is_removed: bool = False

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def rows(self, job_seeker: JobSeeker) -> QuerySet:
        """This person's rows, the oldest first."""
        return self.model._default_manager.filter(**{self.person or "pk": job_seeker.pk}).order_by("pk")


PARTS = (
    Part(
        "trainees.JobSeeker",
        "",
        REGISTER,
        (
            *("full_name", "nik_masked", "nik_missing_reason", "nik_mismatch_reason", "birth_place", "birth_date"),
            *("sex", "address", "domicile", "district", "phone", "education", "work_status", "trained_elsewhere"),
            *("trained_elsewhere_note", "ak1_number", "ak1_issued_on", "ak1_reported_on", "purpose", "legal_basis"),
            *("notice_version", "notice_shown_at", "registered_by"),
        ),
        ours=("nik_cipher", "nik_index", "is_invented"),
        # The birth date is made coarser by itself (`coarsened`).
        erased={
            "full_name": NAME_OF_THE_ERASED,
            "nik_cipher": None,
            "nik_index": None,
            "nik_masked": "",
            "nik_missing_reason": NikMissingReason.ERASED,
            "nik_mismatch_reason": "",
            "birth_place": "",
            "address": "",
            "district": None,
            "phone": "",
            "trained_elsewhere_note": "",
            "ak1_number": "",
        },
    ),
    Part("trainees.ProtectedData", "job_seeker", PROTECTED, ("disability", "special_groups"), ("job_seeker",)),
    Part(
        "trainees.Application",
        "job_seeker",
        SELECTION,
        (
            *("training_class", "applied_at", "channel", "administration", "written_score", "interview_score"),
            *("state", "reserve_rank", "proposed", "reason", "decided_at"),
        ),
        ours=("job_seeker", "entered_by", "decided_by"),
        erased={"reason": ""},
    ),
    Part(
        "trainees.Enrolment",
        "job_seeker",
        TRAINING,
        ("training_class", "state", "enrolled_on", "ended_on", "end_reason", "work_status"),
        ours=("job_seeker",),
    ),
    Part(
        "trainees.AttendanceMark",
        "enrolment__job_seeker",
        TRAINING,
        ("session", "mark", "hours", "late_reason"),
        ours=("enrolment", "first_recorded_at", "recorded_by"),
    ),
    Part(
        "trainees.Placement",
        "job_seeker",
        TRAINING,
        (
            *("kind", "employer", "occupation", "wage_band", "sector", "contract", "started_on", "ended_on"),
            *("is_relevant", "evidence"),
        ),
        ours=("job_seeker", "enrolment"),
        erased={"employer": NAME_OF_THE_ERASED, "occupation": ""},
    ),
    Part(
        "trainees.TracerRound",
        "enrolment__job_seeker",
        TRAINING,
        ("months", "answered_at", "answered_by", "status", "note"),
        ours=("enrolment", "token_digest", "link_made_at", "link_expires_at", "asked_by", "attempts", "placement"),
        erased={"note": ""},
    ),
    Part(
        "trainees.SampleMember",
        "enrolment__job_seeker",
        TRAINING,
        ("result", "note", "called_at"),
        ours=("sample", "enrolment", "called_by"),
        erased={"note": ""},
    ),
    Part(
        "trainees.Merge",
        "kept",
        REGISTER,
        ("removed_name", "reason"),
        ours=("kept", "removed_id", "removed_nik_index", "merged_by", "journal", "undone_at", "undone_by"),
        erased={"removed_name": NAME_OF_THE_ERASED, "removed_nik_index": None, "journal": {}},
    ),
    Part(
        "certifications.Candidate",
        "enrolment__job_seeker",
        CERTIFICATION,
        ("assessment", "registered_on"),
        ours=("enrolment",),
    ),
    Part(
        "certifications.Result",
        "job_seeker",
        CERTIFICATION,
        ("assessment", "attempt", "assessed_on", "outcome"),
        ours=("job_seeker", "enrolment"),
    ),
    Part(
        "certifications.Appeal",
        "result__job_seeker",
        CERTIFICATION,
        ("lodged_on", "grounds", "outcome_before", "state", "decided_on", "decision_document"),
        ours=("result",),
        erased={"grounds": NAME_OF_THE_ERASED},
    ),
    Part(
        "certifications.Certificate",
        "job_seeker",
        CERTIFICATION,
        (
            *("number", "registration_number", "holder_name", "scheme_title", "issuer", "issued_on", "valid_until"),
            *("handed_over_on", "handed_over_to", "state", "ended_on", "end_reason", "end_document"),
        ),
        ours=(
            *("code", "short_code", "ended_by", "result", "body", "job_seeker", "number_key", "blank_number"),
            *("replaces", "first"),
        ),
    ),
    Part(
        "certifications.IssuedDocument",
        "job_seeker",
        CERTIFICATION,
        ("kind", "number", "holder_name", "title", "facts", "centre", "issued_on", "state", "ended_on", "end_reason"),
        ours=(
            *("code", "short_code", "end_document", "ended_by", "number_key", "job_seeker", "enrolment", "certificate"),
            *("facts_sha256", "issued_by", "file", "file_sha256", "signed_file", "signed_sha256", "signed_at"),
            "replaces",
        ),
    ),
    Part(
        "certifications.Passport",
        "job_seeker",
        CERTIFICATION,
        ("revoked_on", "revoke_reason"),
        ours=("job_seeker", "code", "given_by"),
    ),
    Part(
        "companies.Apprentice",
        "job_seeker",
        APPRENTICESHIP,
        (
            *("apprenticeship", "state", "starts_on", "ends_on", "age", "work_status", "mentor", "allowance"),
            *("consent_by", "consent_on", "health_checked_on", "insurance_number", "agreement_number", "signed_on"),
            *("ratified_on", "ratified_number", "started_on", "ended_on", "meets_standard", "leave_reason", "note"),
            *("after", "after_on"),
        ),
        ours=("job_seeker", "ratified_by", "placement", "paper"),
        erased={"consent_by": "", "insurance_number": "", "note": ""},
    ),
    Part(
        "companies.LogbookWeek",
        "apprentice__job_seeker",
        APPRENTICESHIP,
        ("week", "unit", "activities", "theory_hours", "practice_hours", "incident"),
        ours=("apprentice", "apprentice_confirmed_at", "mentor_confirmed_at"),
        erased={"incident": ""},
    ),
    Part(
        "companies.LogbookLink",
        "apprentice__job_seeker",
        APPRENTICESHIP,
        ("holder", "expires_at", "used_at"),
        ours=("apprentice", "mentor", "token_digest"),
    ),
    Part("companies.AgreementPlacement", "placement__job_seeker", APPRENTICESHIP, ("agreement",), ("placement",)),
    Part("api.JobSeekerReference", "job_seeker", REGISTER, ("office", "foreign_id"), ("job_seeker",), is_removed=True),
    Part(
        "privacy.SubjectRequest",
        "job_seeker",
        RIGHTS,
        ("number", "kind", "channel", "received_at", "due_at", "wish", "state", "answer", "answered_at"),
        ours=("office", "job_seeker", "identity_check", "opened_by", "answered_by"),
        erased={"wish": "", "answer": "", "identity_check": NAME_OF_THE_ERASED},
    ),
    Part(
        "privacy.Expiry",
        "job_seeker",
        RIGHTS,
        ("kind", "expires_on", "announced_on", "state", "kept_until", "reason"),
        ours=("job_seeker", "decided_by"),
    ),
)

_KEYS = frozenset({"id", "created_at", "updated_at"})


def undeclared_columns() -> Iterator[str]:
    """`app.Model.column` of each column that hangs on a person and stands nowhere in the map; a declared one twice.

    Tables that hang on a person and are not in the map are yielded as a whole, `app.Model`.
    """
    parts = {part.model: part for part in PARTS}
    for model in _hanging_on(JobSeeker):
        if model not in parts:
            yield model._meta.label
            continue
        part = parts[model]
        declared = [*part.given, *part.ours]
        columns = {column.name for column in model._meta.concrete_fields} - _KEYS
        wrong = (columns ^ set(declared)) | {name for name in declared if declared.count(name) > 1}
        yield from (f"{model._meta.label}.{name}" for name in sorted(wrong))


def _hanging_on(root: type[Model]) -> list[type[Model]]:
    """The tables with a way of foreign keys to `root`, history tables apart: they follow their own table."""
    found, todo = [root], [root]
    while todo:
        for relation in todo.pop()._meta.related_objects:
            model = relation.related_model
            if relation.field.concrete and model not in found and not hasattr(model, "pgh_tracked_model"):
                found.append(model)
                todo.append(model)
    return found
