"""Closed lists about agreements. Wording: domain.md §7.3."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementKind(TextChoices):
    MOU = "mou", _("memorandum of understanding (MoU)")
    PKS = "pks", _("cooperation agreement (PKS)")
    ADDENDUM = "addendum", _("addendum")
