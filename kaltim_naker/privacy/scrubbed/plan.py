"""What becomes of each table in the copy.

A table that stands in no list, or a text that no way is said for, is named by a test: whoever adds one must say whether
it may name somebody.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, CharField, FileField, JSONField, Model, TextField

from kaltim_naker.privacy.personal import PARTS
from kaltim_naker.privacy.scrubbed.ways import (
    Way,
    address,
    birth_date,
    blank,
    digits,
    email,
    key_of,
    name_by,
    nik,
    nothing,
    numbered,
    phone,
    said,
    sample,
    scan_code,
    short_code,
    somebody,
)

#: Whole, because all their texts are words of the office, of laws and of the trade.
COPIED = frozenset(
    {
        *("core.NumberCounter", "regions.Region", "regions.KbliSection", "accounts.Office", "accounts.Membership"),
        *("programs.Indicator", "programs.IndicatorVersion", "programs.PredicateBand", "programs.Field"),
        *("programs.TrainingProgram", "programs.Room", "programs.ClassInstructor", "programs.BudgetLine"),
        *("programs.BudgetEntry", "programs.Holiday", "programs.ReportingPeriod", "programs.ClosedFigure"),
        *("programs.ClosedMember", "programs.LabourFigure", "programs.IpkIndicator", "programs.IpkSubIndicator"),
        *("programs.IpkValue", "programs.NeedAnswer", "programs.ProposalClass", "programs.Target"),
        *("trainees.GraduateSample", "trainees.SelectionRules"),
        *("certifications.Issuer", "certifications.CertificationBody", "certifications.Scheme"),
        *("certifications.SchemeUnit", "certifications.Candidate", "certifications.Result"),
        *("companies.Agreement_regions", "companies.Deliverable_regions", "companies.PriceIndex"),
        *("companies.ProductivityBand", "companies.SmppInstrument", "companies.SmppElement", "companies.SmppCriterion"),
        *("companies.AwardRule", "companies.AgreementTarget", "companies.AgreementClass"),
        *("companies.AgreementPlacement", "companies.ForumAgreement", "companies.CompanyNeed"),
    }
)

#: History, looks, log-ins, keys of programs, files, papers, and what only makes sense where it was made.
LEFT_OUT = frozenset(
    {
        *("admin.LogEntry", "auth.Permission", "auth.Group_permissions", "auth.Group", "contenttypes.ContentType"),
        *("sessions.Session", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator"),
        *("usersessions.UserSession", "pghistory.Context", "accounts.User_groups", "accounts.User_user_permissions"),
        *("accounts.Invitation", "audit.AccessLog", "audit.ChangeMark", "audit.FeedLine", "audit.ChainLink"),
        *("approvals.Approval", "imports.ImportRun", "imports.MarkedFile", "imports.RememberedLayout"),
        *("imports.RememberedCorrection", "imports.QuarantinedRow", "programs.KeptMeasure", "programs.KeptFigure"),
        *("programs.ProposalMinutes", "programs.Restatement", "trainees.Merge", "trainees.DuplicatePair"),
        *("trainees.Signal", "certifications.IssuedDocument", "certifications.DocumentRun", "certifications.Passport"),
        *("companies.CompanyPair", "companies.CompanyMerge", "companies.AgreementFile", "companies.LogbookLink"),
        *("privacy.SubjectRequest", "privacy.Incident", "privacy.Expiry", "reports.ReportRun", "reports.Narrative"),
        *("reports.Publication", "api.OfficeToken", "api.TokenSecret", "api.Answer", "api.Receipt"),
        *("api.JobSeekerReference", "api.RecordReference", "api.Webhook", "api.Delivery", "api.NamesVersion"),
    }
)


def _kept(text: str, _row: object) -> str:
    """Says nothing about who it is."""
    return text


#: Column by column. Numbers, days, choices and ties are copied where no way is said.
SCRUBBED: Mapping[str, Mapping[str, Way]] = {
    "accounts.User": {"password": said("!"), "email": email, "full_name": somebody, "last_login": nothing},
    # --- people ------------------------------------------------------------------------------------------------------
    "trainees.JobSeeker": {
        "full_name": name_by("id"),
        "nik_cipher": nik,
        "nik_index": nothing,
        "nik_masked": blank,
        "nik_mismatch_reason": sample,
        "birth_place": sample,
        "birth_date": birth_date,
        "address": address,
        "district_id": nothing,
        "phone": phone,
        "trained_elsewhere_note": sample,
        "ak1_number": digits,
        "purpose": said("uji coba"),
        "notice_version": said("0"),
    },
    "trainees.ProtectedData": {},
    "trainees.Application": {"reason": sample},
    "trainees.Enrolment": {"end_reason": sample},
    "trainees.AttendanceMark": {"late_reason": sample},
    "trainees.Session": {"topic": sample, "code": short_code},
    "trainees.Placement": {"employer": numbered("Pemberi Kerja"), "occupation": sample},
    "trainees.TracerRound": {"token_digest": nothing, "note": sample},
    "trainees.SampleMember": {"note": sample},
    # --- certification -----------------------------------------------------------------------------------------------
    "certifications.Assessor": {"name": numbered("Asesor"), "registration_number": digits},
    "certifications.Assessment": {
        "place": _kept,
        "decision_document": sample,
        "request_letter": sample,
        "cancel_reason": sample,
    },
    "certifications.Appeal": {"grounds": sample, "decision_document": sample},
    "certifications.Certificate": {
        "code": scan_code,
        "short_code": short_code,
        "number": digits,
        "number_key": key_of("number", digits),
        "registration_number": digits,
        "blank_number": digits,
        "holder_name": name_by("job_seeker_id"),
        "scheme_title": said("Skema Contoh"),
        "handed_over_to": somebody,
        "end_reason": sample,
        "end_document": sample,
    },
    # --- apprenticeship ----------------------------------------------------------------------------------------------
    "companies.Apprenticeship": {
        "occupation": _kept,
        "instructor_name": somebody,
        "permit_number": digits,
        "reason": sample,
    },
    "companies.Mentor": {"full_name": numbered("Pembimbing"), "position": sample, "phone": phone},
    "companies.MonitoringVisit": {"visitors": said("Petugas"), "findings": sample, "follow_up": sample},
    "companies.Apprentice": {
        "consent_by": somebody,
        "insurance_number": digits,
        "agreement_number": digits,
        "ratified_number": digits,
        "note": sample,
    },
    "companies.LogbookWeek": {"unit": sample, "activities": sample, "incident": sample},
    # --- companies: their names stand in public registers; who speaks for them does not -------------------------------
    "companies.Company": {
        "name": _kept,
        "name_key": _kept,
        "nib": digits,
        # That of a person is his NIK.
        "npwp": digits,
        "kbli_code": _kept,
        "phone": phone,
        "email": email,
    },
    "companies.WorkSite": {"name": _kept, "address": address},
    "companies.YearlyReport": {"document": sample},
    "companies.Agreement": {
        "title": _kept,
        "signed_at": _kept,
        "termination_reason": sample,
        "contact_here": somebody,
        "contact_there": somebody,
        "source": _kept,
    },
    "companies.AgreementParty": {
        "name": _kept,
        "number": _kept,
        "signer_name": somebody,
        "signer_position": _kept,
    },
    "companies.AgreementNotice": {"answer": sample},
    "companies.Measurement": {"measured_by": somebody, "source": _kept},
    "companies.Coaching": {"contact": somebody, "recommendation": sample, "end_reason": sample},
    "companies.Problem": {"description": sample, "root_cause": sample, "whys": said("{}")},
    "companies.PlanAction": {
        "action": sample,
        "owner": somebody,
        "indicator": sample,
        "result": sample,
    },
    "companies.SmppAudit": {"note": sample},
    "companies.SmppScore": {"evidence": sample},
    "companies.Guidance": {"note": sample},
    "companies.Deliverable": {"measure": _kept, "note": sample},
    "companies.TerritoryCount": {"document": _kept, "note": sample},
    # --- programmes --------------------------------------------------------------------------------------------------
    "programs.Activity": {
        "title": _kept,
        "place": _kept,
        "organiser": _kept,
        "chair": somebody,
        "document": _kept,
        "agenda": sample,
        "summary": sample,
        "source": _kept,
    },
    "programs.ActivityAttendance": {"names": sample},
    "programs.Resolution": {"text": sample, "owner": somebody, "note": sample},
    "programs.LegalBasis": {"issued_by": _kept, "number": _kept, "title": _kept, "file": blank, "file_sha256": blank},
    "programs.TrainingCentre": {
        "name": _kept,
        "short_name": _kept,
        "address": _kept,
        "head_name": somebody,
        "head_nip": digits,
    },
    "programs.Instructor": {"full_name": numbered("Instruktur")},
    "programs.TrainingClass": {
        "label": _kept,
        "budget_line": _kept,
        "number": _kept,
        "skillhub_id": _kept,
        "venue": _kept,
        "closing_document": _kept,
        "cancel_reason": sample,
    },
    "programs.PeriodStep": {"note": sample},
    "programs.Reopening": {"reason": sample},
    "programs.SkillNeed": {"skill": _kept, "evidence": sample},
    "programs.Proposal": {
        "number": _kept,
        "title": _kept,
        "field_words": _kept,
        "location": _kept,
        "justification": sample,
        "sipd_id": _kept,
        "reason": sample,
    },
    "programs.TargetRevision": {"document": _kept, "reason": sample, "note": sample},
    "reports.Signatory": {"title": _kept, "name": somebody, "rank": _kept, "nip": digits},
}

#: Of the tables about people every single column is said, not only the texts: a day or a sum may say who it is, too.
COUNTED_OF_PEOPLE: Mapping[str, frozenset[str]] = {
    "trainees.JobSeeker": frozenset(
        {
            *("nik_missing_reason", "sex", "domicile_id", "education", "work_status", "trained_elsewhere"),
            *("ak1_issued_on", "ak1_reported_on", "legal_basis", "notice_shown_at", "registered_by_id", "is_invented"),
        }
    ),
    "trainees.ProtectedData": frozenset({"disability", "special_groups", "job_seeker_id"}),
    "trainees.Application": frozenset(
        {
            *("training_class_id", "applied_at", "channel", "administration", "written_score", "interview_score"),
            *("state", "reserve_rank", "proposed", "decided_at", "job_seeker_id", "entered_by_id", "decided_by_id"),
        }
    ),
    "trainees.Enrolment": frozenset(
        {"training_class_id", "state", "enrolled_on", "ended_on", "work_status", "job_seeker_id"}
    ),
    "trainees.AttendanceMark": frozenset(
        {"session_id", "mark", "hours", "enrolment_id", "first_recorded_at", "recorded_by_id"}
    ),
    "trainees.Placement": frozenset(
        {
            *("kind", "wage_band", "sector_id", "contract", "started_on", "ended_on", "is_relevant", "evidence"),
            *("job_seeker_id", "enrolment_id"),
        }
    ),
    "trainees.TracerRound": frozenset(
        {
            *("months", "answered_at", "answered_by", "status", "enrolment_id", "link_made_at", "link_expires_at"),
            *("asked_by_id", "attempts", "placement_id"),
        }
    ),
    "trainees.SampleMember": frozenset({"result", "called_at", "sample_id", "enrolment_id", "called_by_id"}),
    "certifications.Candidate": frozenset({"assessment_id", "registered_on", "enrolment_id"}),
    "certifications.Result": frozenset(
        {"assessment_id", "attempt", "assessed_on", "outcome", "job_seeker_id", "enrolment_id"}
    ),
    "certifications.Appeal": frozenset({"lodged_on", "outcome_before", "state", "decided_on", "result_id"}),
    "certifications.Certificate": frozenset(
        {
            *("issuer_id", "issued_on", "valid_until", "handed_over_on", "state", "ended_on", "ended_by_id"),
            *("result_id", "body_id", "job_seeker_id", "replaces_id", "first_id"),
        }
    ),
    "companies.Apprentice": frozenset(
        {
            *("apprenticeship_id", "state", "starts_on", "ends_on", "age", "work_status", "mentor_id", "allowance"),
            *("consent_on", "health_checked_on", "signed_on", "ratified_on", "started_on", "ended_on", "leave_reason"),
            *("meets_standard", "after", "after_on", "job_seeker_id", "ratified_by_id", "placement_id", "paper_id"),
        }
    ),
    "companies.LogbookWeek": frozenset(
        {
            *("week", "theory_hours", "practice_hours", "apprentice_id", "apprentice_confirmed_at"),
            "mentor_confirmed_at",
        }
    ),
    "companies.AgreementPlacement": frozenset({"agreement_id", "placement_id"}),
}
_ALWAYS = frozenset({"id", "created_at", "updated_at"})


def is_left_out(model: type[Model]) -> bool:
    return model._meta.label in LEFT_OUT


@cache
def copied_models() -> list[type[Model]]:
    return [model for model in _all_models() if model._meta.label in COPIED | SCRUBBED.keys()]


def columns_of(model: type[Model]) -> list[str]:
    """As the database has them; what it computes by itself is left to it."""
    return [field.column for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def ways_of(model: type[Model]) -> Mapping[str, Way]:
    return SCRUBBED.get(model._meta.label, {})


def undeclared() -> Iterator[str]:
    """Tables of no list or of two, free texts that no way is said for, and columns about people that are not named."""
    for model in _all_models():
        label = model._meta.label
        if (label in COPIED) + (label in LEFT_OUT) + (label in SCRUBBED) != 1:
            yield label
        elif label in SCRUBBED:
            texts = {field.column for field in model._meta.concrete_fields if _is_text(field)}
            known = {field.column for field in model._meta.concrete_fields}
            yield from (f"{label}.{name}" for name in sorted(texts - SCRUBBED[label].keys()))
            yield from (f"{label}.{name}" for name in sorted(SCRUBBED[label].keys() - known))
    for part in PARTS:
        if part.label not in LEFT_OUT:
            named = SCRUBBED.get(part.label, {}).keys() | COUNTED_OF_PEOPLE.get(part.label, frozenset())
            columns = {field.column for field in part.model._meta.concrete_fields} - _ALWAYS
            yield from (f"{part.label}.{name}" for name in sorted(columns ^ (named - _ALWAYS)))


def _all_models() -> list[type[Model]]:
    """Tables of the program and of its libraries, history apart."""
    every = apps.get_models(include_auto_created=True)
    return [
        model
        for model in every
        if model._meta.managed and not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
    ]


def _is_text(field: object) -> bool:
    if isinstance(field, ArrayField):
        return _is_text(field.base_field)
    kinds = (CharField, TextField, JSONField, BinaryField, FileField)
    return isinstance(field, kinds) and not field.choices and not field.primary_key
