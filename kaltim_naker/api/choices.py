"""What a token may be made for, and what became of what was sent with it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Grant(TextChoices):
    """One thing that a token may be used for; which actions that is, `constants.ACTIONS_OF` says."""

    READ_CLASSES = "classes.read", _("Read training classes")
    READ_JOB_SEEKERS = "job_seekers.read", _("Read job seekers and their training; the NIK is masked")
    WRITE_JOB_SEEKERS = "job_seekers.write", _("Register job seekers and correct their data")
    READ_NIK = "nik.read", _("Read a full NIK, with a reason; each look is written down")
    READ_CERTIFICATES = "certificates.read", _("Read certificates")
    READ_PROPOSALS = "proposals.read", _("Read proposals and skill needs")
    WRITE_PROPOSALS = "proposals.write", _("Send proposals and skill needs")
    READ_FIGURES = "figures.read", _("Read indicators, targets and achievement")


class Outcome(TextChoices):
    """What became of a submission or of one row of it."""

    ACCEPTED = "accepted", _("accepted")
    HELD = "held", _("held for a person to look at")
    REFUSED = "refused", _("refused")
    PARTLY = "partly", _("accepted in part")
