"""What the sandbox gets of each table: nothing, unless it stands here column by column.

What is about people is left empty, and what may name somebody in free words is written over. A table or a column that
is added to the program gets into the sandbox only once somebody has put it here; a test names those that stand in
neither list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

_KEYS = ("id", "created_at", "updated_at")


@dataclass(frozen=True)
class Copied:
    """A table whose rows are copied. `instead` says in SQL what is written in place of a column's value."""

    label: str
    columns: str
    instead: Mapping[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def expressions(self) -> dict[str, str]:
        """Column of the table → what is read for it."""
        declared = {*_KEYS, *self.columns.split()}
        fields = self.model._meta.concrete_fields
        return {one.column: f'"{one.column}"' for one in fields if one.name in declared} | {
            one.column: self.instead[one.name] for one in fields if one.name in self.instead
        }


#: In an order in which nothing points at what stands below it.
COPIED = (
    Copied("contenttypes.ContentType", "app_label model"),
    Copied("auth.Permission", "name content_type codename"),
    Copied("regions.KbliSection", "version code title_id title_en"),
    Copied("regions.Region", "code bps_code name short_name level parent"),
    # Staff are people, too: only a program keeps its name. Nobody can log in to the sandbox.
    Copied(
        "accounts.User",
        "is_active date_joined",
        {
            "email": "'petugas-' || id || '@sandbox.invalid'",
            "full_name": "CASE WHEN email ~ '@token[.]invalid$' THEN full_name ELSE 'Petugas ' || id END",
            "password": "'!'",
            "last_login": "NULL",
            "is_superuser": "false",
            "is_staff": "false",
        },
    ),
    Copied("accounts.Office", "code kind name short_name region"),
    Copied("accounts.Membership", "user office role"),
    Copied(
        "programs.LegalBasis",
        "kind issued_by number year title in_force_from in_force_to",
        {"file": "''", "file_sha256": "''"},
    ),
    Copied(
        "programs.Indicator",
        "measure direction cumulation lower_formula cap rule_id rule_en code name_id name_en unit position",
    ),
    Copied(
        "programs.IndicatorVersion",
        "measure direction cumulation lower_formula cap rule_id rule_en indicator valid_from basis reason",
    ),
    Copied("programs.PredicateBand", "valid_from lower code name_id name_en source"),
    Copied("programs.TrainingCentre", "office name short_name address", {"head_name": "''", "head_nip": "''"}),
    Copied("programs.Field", "code name_id name_en"),
    Copied("programs.TrainingProgram", "title field sector hours kkni_level scheme competence_units"),
    Copied("programs.Room", "centre name kind"),
    Copied(
        "programs.TrainingClass",
        "centre programme fiscal_year label funding_source budget_line number skillhub_id seats room venue "
        "minimum_attendance starts_on ends_on state closed_on closing_document",
        {"cancel_reason": "CASE cancel_reason WHEN '' THEN '' ELSE 'Batal' END"},
    ),
    Copied("programs.BudgetLine", "year code title indicator centre ceiling source basis"),
    Copied("programs.BudgetEntry", "line as_of spent source"),
    Copied("programs.Holiday", "day kind name source"),
    Copied("programs.LabourFigure", "region kind field as_of value source jump_reason is_invented"),
    Copied("programs.IpkIndicator", "position name_id name_en"),
    Copied("programs.IpkSubIndicator", "indicator name weight direction minimum maximum source"),
    Copied("programs.IpkValue", "part year value source"),
    Copied(
        "programs.Target",
        "indicator year quarter centre region sector issuer funding parent value original source",
    ),
    Copied(
        "programs.TargetRevision",
        "target number value document basis effective_on state proposed_by decided_by decided_at",
        {"reason": "CASE reason WHEN '' THEN '' ELSE 'Uji coba' END", "note": "''"},
    ),
    Copied(
        "trainees.SelectionRules",
        "training_class minimum_age maximum_age minimum_education maximum_education home_domicile written_weight "
        "interview_weight minimum_score priority bonus seats_for_women seats_for_disability seats_for_remote "
        "remote_regions",
    ),
    Copied("certifications.Issuer", "code kind name short_name"),
    Copied("certifications.CertificationBody", "issuer kind name licence_number licensed_from licensed_until"),
    Copied("certifications.Scheme", "title kind code kkni_level validity_months counts_toward_target"),
    Copied("certifications.SchemeUnit", "scheme code title position"),
    Copied("companies.PriceIndex", "base_year year value as_of source is_invented"),
    Copied("companies.ProductivityBand", "sector valid_from lowest highest source"),
    Copied("companies.SmppInstrument", "title valid_from source is_example"),
    Copied("companies.SmppElement", "instrument position name_id name_en weight"),
    Copied("companies.SmppCriterion", "element position code text most weight"),
    Copied("companies.AwardRule", "valid_from threshold_per_million counted_kinds span source"),
)

#: Tables that begin empty in the sandbox; tables of history are empty without being named.
_EMPTY = {
    "accounts": "Invitation User_groups User_user_permissions",
    "account": "EmailAddress EmailConfirmation",
    "mfa": "Authenticator",
    "usersessions": "UserSession",
    "sessions": "Session",
    "admin": "LogEntry",
    "auth": "Group Group_permissions",
    "pghistory": "Context",
    "core": "NumberCounter",
    "audit": "AccessLog ChangeMark FeedLine ChainLink",
    "approvals": "Approval",
    "imports": "ImportRun MarkedFile RememberedLayout RememberedCorrection QuarantinedRow",
    "programs": (
        "Activity ActivityAttendance Resolution Instructor ClassInstructor ReportingPeriod PeriodStep "
        "Reopening ClosedFigure ClosedMember Restatement KeptMeasure KeptFigure SkillNeed NeedAnswer Proposal "
        "ProposalClass ProposalMinutes"
    ),
    "trainees": (
        "JobSeeker ProtectedData DuplicatePair Merge Enrolment Session AttendanceMark Placement TracerRound "
        "Signal GraduateSample SampleMember Application"
    ),
    "certifications": "Assessor Assessment Candidate Result Appeal Certificate IssuedDocument DocumentRun Passport",
    "companies": (
        "Company WorkSite YearlyReport CompanyPair CompanyMerge Agreement Agreement_regions AgreementParty "
        "AgreementTarget AgreementFile AgreementNotice AgreementClass AgreementPlacement Apprenticeship "
        "Mentor MonitoringVisit Apprentice LogbookWeek LogbookLink Measurement Coaching Problem PlanAction "
        "SmppAudit SmppScore Guidance Deliverable Deliverable_regions CompanyNeed ForumAgreement "
        "TerritoryCount"
    ),
    "privacy": "SubjectRequest Incident Expiry",
    "reports": "ReportRun Narrative Publication Signatory",
    "api": "OfficeToken TokenSecret Answer Receipt JobSeekerReference RecordReference NamesVersion Webhook Delivery",
}
EMPTY = frozenset(f"{app}.{name}" for app, names in _EMPTY.items() for name in names.split())


def undeclared() -> Iterator[str]:
    """Tables in neither list or in both, and columns of copied tables that stand nowhere or twice."""
    copied = {one.label: one for one in COPIED}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed or issubclass(model, Event):
            continue
        label = model._meta.label
        if (label in copied) == (label in EMPTY):
            yield label
        elif label in copied:
            yield from _wrong_columns(copied[label])


def _wrong_columns(table: Copied) -> Iterator[str]:
    names = {one.name for one in table.model._meta.concrete_fields} - set(_KEYS)
    declared = [*table.columns.split(), *table.instead]
    wrong = (names ^ set(declared)) | {name for name in declared if declared.count(name) > 1}
    yield from (f"{table.label}.{name}" for name in sorted(wrong))
