"""Fixed facts of certification."""

from certifications.choices import AssessmentState, DocumentKind

# A certificate whose last day is this near is about to expire (domain.md §4.3).
EXPIRING_DAYS = 90

# From → to (domain.md §4.2). Results may come by import, so an assessment can begin as “assessed”.
ASSESSMENT_MOVES: dict[str, tuple[str, ...]] = {
    AssessmentState.REGISTERED: (
        AssessmentState.SELF_ASSESSED,
        AssessmentState.SCHEDULED,
        AssessmentState.CANCELLED,
    ),
    AssessmentState.SELF_ASSESSED: (AssessmentState.SCHEDULED, AssessmentState.CANCELLED),
    AssessmentState.SCHEDULED: (AssessmentState.ASSESSED, AssessmentState.CANCELLED),
    AssessmentState.ASSESSED: (AssessmentState.DECIDED,),
    AssessmentState.DECIDED: (AssessmentState.REQUESTED,),
    AssessmentState.REQUESTED: (),
    AssessmentState.CANCELLED: (),
}

# Series of our own papers: PREFIX/YEAR/000001.
DOCUMENT_PREFIXES: dict[str, str] = {
    DocumentKind.TRAINING: "SERT",
    DocumentKind.APPRENTICESHIP: "MAGANG",
    DocumentKind.PARTICIPATION: "KETMAG",
    DocumentKind.STATEMENT: "KET",
    DocumentKind.SLIP: "SLIP",
}

# A scan of a signed A4 page is well below this.
SIGNED_FILE_MAX_BYTES = 5 * 1024 * 1024

# An employer may ask about this many papers at once.
PASTE_LIMIT = 50
