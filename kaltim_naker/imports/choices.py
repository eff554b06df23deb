"""Closed lists of the import desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportStage(TextChoices):
    """How far a file has come; whether work is going on right now says `JobRow.state`.

    uploaded ──check──▶ checked ──accept──▶ accepting ──▶ accepted
        ▲        └──▶ rejected   │  ▲            │
        └──other columns─────────┘  └──all or none, and not all were good      └─undo─▶ undone
    """

    UPLOADED = "uploaded", _("uploaded")
    CHECKED = "checked", _("checked")
    ACCEPTING = "accepting", _("being taken in")
    ACCEPTED = "accepted", _("taken in")
    REJECTED = "rejected", _("refused")
    DISCARDED = "discarded", _("discarded")
    UNDONE = "undone", _("undone")


class AcceptMode(TextChoices):
    ALL_OR_NONE = "all_or_none", _("all rows or none")
    GOOD_ROWS = "good_rows", _("the good rows")


class QuarantineState(TextChoices):
    """What became of a row that could not be taken in at once."""

    OPEN = "open", _("waiting for a correction")
    TAKEN_IN = "taken_in", _("corrected and taken in")
    DROPPED = "dropped", _("given up")
