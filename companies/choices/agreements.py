"""Closed lists about agreements. Wording: domain.md §7.3."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementKind(TextChoices):
    MOU = "mou", _("memorandum of understanding (MoU)")
    PKS = "pks", _("cooperation agreement (PKS)")
    ADDENDUM = "addendum", _("addendum")


class AgreementStage(TextChoices):
    """What people decide. Whether a signed agreement is in force, ends soon or is over follows from its days."""

    DRAFT = "draft", _("draft")
    LEGAL_REVIEW = "legal_review", _("in legal review")
    READY = "ready", _("ready to be signed")
    SIGNED = "signed", _("signed")
    TERMINATED = "terminated", _("terminated")


class Standing(TextChoices):
    """How an agreement stands on a day."""

    DRAFT = "draft", _("draft")
    LEGAL_REVIEW = "legal_review", _("in legal review")
    READY = "ready", _("ready to be signed")
    UPCOMING = "upcoming", _("signed, not yet in force")
    IN_FORCE = "in_force", _("in force")
    ENDING = "ending", _("ends soon")
    OVER = "over", _("over")
    TERMINATED = "terminated", _("terminated")


class AgreementScope(TextChoices):
    """What is agreed about (ruang lingkup)."""

    TRAINING = "training", _("training")
    APPRENTICESHIP = "apprenticeship", _("apprenticeship")
    PLACEMENT = "placement", _("placement")
    CERTIFICATION = "certification", _("certification")
    PRODUCTIVITY = "productivity", _("measurement of productivity")
    INSTRUCTORS = "instructors", _("instructors and practice at work")
    FACILITIES = "facilities", _("facilities")


class DeliverableState(TextChoices):
    """How a promise of an agreement stands on a day."""

    OPEN = "open", _("on the way")
    REACHED = "reached", _("reached in time")
    LATE = "late", _("reached late")
    OVERDUE = "overdue", _("past its day")
