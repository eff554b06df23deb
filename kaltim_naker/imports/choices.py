"""Closed lists of the import desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportStage(TextChoices):
    """How far a file has come; whether work is going on right now says `JobRow.state`.

    uploaded ──check──▶ checked ──accept──▶ accepting ──▶ accepted
        ▲        └──▶ rejected   │  ▲            │
        └──other columns─────────┘  └──all or none, and not all were good      ▲└─undo─▶ undoing ──▶ undone
                                                                               └──used by then─┘
    """

    UPLOADED = "uploaded", _("uploaded")
    CHECKED = "checked", _("checked")
    ACCEPTING = "accepting", _("being taken in")
    ACCEPTED = "accepted", _("taken in")
    REJECTED = "rejected", _("refused")
    DISCARDED = "discarded", _("discarded")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class AcceptMode(TextChoices):
    ALL_OR_NONE = "all_or_none", _("all rows or none")
    GOOD_ROWS = "good_rows", _("the good rows")


class FilePurpose(TextChoices):
    """What the sender's file is kept for; without a purpose it is deleted (UU 27/2022)."""

    CHECK = "check", _("to be checked and decided about")
    GIVE_BACK = "give_back", _("to give the rows that were not taken in back to the sender, with the errors marked")


class QuarantineState(TextChoices):
    """What became of a row that could not be taken in at once."""

    OPEN = "open", _("waiting for a correction")
    TAKEN_IN = "taken_in", _("corrected and taken in")
    DROPPED = "dropped", _("given up")
