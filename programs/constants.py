"""Fixed facts of the training supply."""

from decimal import Decimal

from programs.choices import ActivityKind, ClassState, FigureKind, ProposalState

# The usual size of a package; a class may have another one (domain.md §3.1, §0.3).
USUAL_SEATS = 16

# Per cent of the hours held; a class may set another minimum (domain.md §3.5).
USUAL_MINIMUM_ATTENDANCE = 80

# From → to. A class is closed by its own service, which also decides about every participant.
CLASS_MOVES: dict[str, tuple[str, ...]] = {
    ClassState.PLANNED: (ClassState.OPEN, ClassState.RUNNING, ClassState.CANCELLED),
    ClassState.OPEN: (ClassState.SELECTING, ClassState.RUNNING, ClassState.CANCELLED),
    ClassState.SELECTING: (ClassState.RUNNING, ClassState.CANCELLED),
    ClassState.RUNNING: (ClassState.CLOSED, ClassState.CANCELLED),
    ClassState.CLOSED: (),
    ClassState.CANCELLED: (),
}

# Days for which a closed quarter may be opened again at most; who needs longer says so again.
LONGEST_REOPENING = 31

# Nightly: every unit has the quarters of this year.
BEGIN_QUARTERS = "programs.begin_quarters"
# Nightly: what closed quarters came to, against what the records say now.
FIND_RESTATEMENTS = "programs.find_restatements"
KEEP_FIGURES = "programs.keep_figures"
CHECK_KEPT_FIGURES = "programs.check_kept_figures"
# Changes of records that a restatement names as its causes at most; more would not be read.
CAUSES_NAMED = 100

# Meetings of the office with others, as the measure counts them (domain.md §7.4).
FORUMS = (ActivityKind.COORDINATION, ActivityKind.FKLPID, ActivityKind.TKDV)

AGREED = (ProposalState.AGREED_PROVINCE, ProposalState.AGREED_REGION, ProposalState.AGREED_NATIONAL)
DECIDED = (*AGREED, ProposalState.DEFERRED, ProposalState.REJECTED)
# Where the province says no or not yet, or the region takes it back, it says why.
NEEDS_REASON = (
    ProposalState.RETURNED,
    ProposalState.DEFERRED,
    ProposalState.REJECTED,
    ProposalState.WITHDRAWN,
)
# While it can still be changed by who proposed it.
EDITABLE = (ProposalState.SUBMITTED, ProposalState.RETURNED)

# From → to (domain.md §10). What was decided is taken up again before it is decided otherwise.
PROPOSAL_MOVES: dict[str, tuple[str, ...]] = {
    ProposalState.SUBMITTED: (ProposalState.REVIEWED, ProposalState.RETURNED, ProposalState.WITHDRAWN),
    ProposalState.RETURNED: (ProposalState.SUBMITTED, ProposalState.WITHDRAWN),
    ProposalState.REVIEWED: (*DECIDED, ProposalState.RETURNED),
    **dict.fromkeys(DECIDED, (ProposalState.REVIEWED,)),
    ProposalState.WITHDRAWN: (),
}

RATES = (FigureKind.PARTICIPATION, FigureKind.UNEMPLOYMENT)
# Employed and unemployed may differ from the labour force by rounding, not by more (share of the labour force).
SUM_TOLERANCE = Decimal("0.001")
# A published rate has two decimals; half a tenth of a point covers rounded counts.
RATE_TOLERANCE = Decimal("0.05")
# A figure that moved by more than this share since the last one is asked about (domain.md §10: ±50 %).
JUMP = Decimal("0.5")
