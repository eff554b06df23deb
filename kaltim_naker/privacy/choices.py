"""Closed lists of data protection (UU 27/2022; domain.md §12)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestKind(TextChoices):
    """What somebody may ask about his own data (articles 5 to 13)."""

    ACCESS = "access", _("access and copy")
    CORRECTION = "correction", _("correction")
    ERASURE = "erasure", _("erasure")
    OBJECTION = "objection", _("objection")


class RequestChannel(TextChoices):
    IN_PERSON = "in_person", _("at the counter")
    LETTER = "letter", _("by letter")
    MAIL = "mail", _("by e-mail")


class RequestState(TextChoices):
    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused")


class ExpiryKind(TextChoices):
    """By what a person's data are kept no longer."""

    APPLICANT = "applicant", _("applied, and was never trained")
    PARTICIPANT = "participant", _("was trained, and has no certificate")


class ExpiryState(TextChoices):
    ANNOUNCED = "announced", _("announced")
    KEPT = "kept", _("kept")
    ERASED = "erased", _("anonymised")
