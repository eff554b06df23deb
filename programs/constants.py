"""Fixed facts of the training supply."""

from programs.choices import ClassState

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
