"""Closed lists of the training supply. Wording: domain.md §3.1, §3.3, §9.2."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClassState(TextChoices):
    """The life of a training class (domain.md §3.3). Allowed moves: `constants.CLASS_MOVES`."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for registration")
    SELECTING = "selecting", _("selecting")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class FundingSource(TextChoices):
    APBN = "apbn", _("APBN (national budget)")
    APBD_PROVINCE = "apbd_province", _("APBD of the province")
    APBD_REGENCY = "apbd_regency", _("APBD of a regency or city")
    DBHCHT = "dbhcht", _("DBHCHT (tobacco excise share)")
    CSR = "csr", _("company (CSR)")
    SELF = "self", _("paid by the participant")
    GRANT = "grant", _("grant")
    OTHER = "other", _("other")


class RoomKind(TextChoices):
    ROOM = "room", _("classroom")
    WORKSHOP = "workshop", _("workshop")
    MOBILE = "mobile", _("mobile training unit (MTU)")


class Unit(TextChoices):
    """What is counted once. Persons, certificates and companies are different units and are never added up."""

    PERSON = "person", _("people")
    CERTIFICATE = "certificate", _("certificates")
    COMPANY = "company", _("companies")
    AGREEMENT = "agreement", _("agreements")
    CLASS = "class", _("training classes")
    MEETING = "meeting", _("meetings")
    NEED = "need", _("needs")
    PERCENT = "percent", _("per cent")
    INDEX = "index", _("index")


class Direction(TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class Cumulation(TextChoices):
    """How the quarters of a year come together (domain.md §9.2)."""

    CUMULATIVE = "cumulative", _("cumulative")
    FINAL_POSITION = "final_position", _("last value")
    AVERAGE = "average", _("average")
    MAXIMUM = "maximum", _("maximum")


class LowerFormula(TextChoices):
    """The two formulas in use for “lower is better” (domain.md §9.2)."""

    MIRRORED = "mirrored", _("(2 × target − realised) ÷ target")
    INVERSE = "inverse", _("target ÷ realised")


class LegalKind(TextChoices):
    """Documents that promise or oblige something, from the law down to the budget (domain.md §9.1)."""

    LAW = "uu", _("law (UU)")
    GOVERNMENT_REGULATION = "pp", _("government regulation (PP)")
    PRESIDENTIAL_REGULATION = "perpres", _("presidential regulation (Perpres)")
    MINISTERIAL_REGULATION = "permen", _("ministerial regulation (Permen)")
    MINISTERIAL_DECREE = "kepmen", _("ministerial decree (Kepmen)")
    PROVINCIAL_REGULATION = "perda", _("provincial regulation (Perda)")
    GOVERNOR_REGULATION = "pergub", _("governor’s regulation (Pergub)")
    DECREE = "sk", _("decree (SK)")
    STRATEGIC_PLAN = "renstra", _("strategic plan (Renstra)")
    PERFORMANCE_AGREEMENT = "pk", _("performance agreement (PK)")
    BUDGET_DOCUMENT = "dpa", _("budget document (DPA, DPPA)")
    OTHER = "other", _("other document")


class RevisionState(TextChoices):
    """A proposed target counts once a second person has approved it."""

    PROPOSED = "proposed", _("waiting for approval")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")


class ActivityKind(TextChoices):
    OUTREACH = "outreach", _("outreach")
    CONSULTATION = "consultation", _("productivity consultation")
    COORDINATION = "coordination", _("coordination meeting")
    FKLPID = "fklpid", _("training and industry forum (FKLPID)")
    TKDV = "tkdv", _("vocational coordination team (TKDV)")
    AWARD = "award", _("award")
    OVERSIGHT = "oversight", _("parliamentary hearing")


class HolidayKind(TextChoices):
    """On both the offices are closed."""

    NATIONAL = "national", _("national holiday")
    JOINT = "joint", _("joint leave (cuti bersama)")


class OrganisationKind(TextChoices):
    """Who sits at a forum (domain.md §7.4)."""

    GOVERNMENT = "government", _("government office")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("employers' association (Apindo, Kadin)")
    TRAINING_PROVIDER = "training_provider", _("training provider (BLK, LPK)")
    UNION = "union", _("trade union")
    SCHOOL = "school", _("vocational school (SMK)")
    UNIVERSITY = "university", _("university or polytechnic")
    CERTIFIER = "certifier", _("certification body (LSP)")
    OTHER = "other", _("other")


class ResolutionState(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class PeriodState(TextChoices):
    """The way of a quarter of one unit (DESIGN §2, 3). There is no way out of closed."""

    OPEN = "open", _("open")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    CLOSED = "closed", _("closed")


class PeriodStepKind(TextChoices):
    """What is done with a quarter; a reopening leaves it closed."""

    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("opened again")


class RestatementState(TextChoices):
    """A difference from a closed figure: found by the program, decided by people; or gone before anybody decided."""

    PROPOSED = "proposed", _("waits for a decision")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("no longer differs")


class ProposalState(TextChoices):
    """The way of a proposal (domain.md §10). Allowed moves: `constants.PROPOSAL_MOVES`."""

    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    REVIEWED = "reviewed", _("under review")
    AGREED_PROVINCE = "agreed_province", _("agreed: province (APBD)")
    AGREED_REGION = "agreed_region", _("agreed: regency or city")
    AGREED_NATIONAL = "agreed_national", _("agreed: national (APBN)")
    DEFERRED = "deferred", _("deferred")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ProposalUnit(TextChoices):
    PACKAGE = "package", _("packages")
    PERSON = "person", _("people")
    ACTIVITY = "activity", _("activities")
    UNIT = "unit", _("units")


class ProposalChannel(TextChoices):
    """By which way a proposal came (domain.md §10); officially it is typed into SIPD-RI."""

    COORDINATION = "coordination", _("coordination meeting (Rakor, Forum PD)")
    MUSRENBANG = "musrenbang", _("development planning meeting (Musrenbang)")
    PARLIAMENT = "parliament", _("members of parliament (Pokir)")
    LETTER = "letter", _("letter")


class NeedOrigin(TextChoices):
    """Who says that people with a skill are needed."""

    REGIONAL_OFFICE = "regional_office", _("regional office")
    COMPANY = "company", _("company")
    ASSOCIATION = "association", _("employers' association")
    FORUM = "forum", _("forum (FKLPID, TKDV)")
    SURVEY = "survey", _("survey")


class FigureKind(TextChoices):
    """Published figures of the labour market (domain.md §6.3), and what TKDV asks beside the training."""

    WORKING_AGE = "working_age", _("Population aged 15 and over (PUK)")
    LABOUR_FORCE = "labour_force", _("Labour force (AK)")
    EMPLOYED = "employed", _("Employed")
    UNEMPLOYED = "unemployed", _("Unemployed")
    PARTICIPATION = "participation", _("Participation rate (TPAK)")
    UNEMPLOYMENT = "unemployment", _("Unemployment rate (TPT)")
    PRODUCTIVITY = "productivity", _("Labour productivity (rupiah per worker a year)")
    SCHOOL_LEAVERS = "school_leavers", _("Leavers of vocational schools (SMK)")
