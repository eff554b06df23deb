"""The roles of the field (domain.md §13.1). What each may do is written in `access.policy`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    PLANNER = "planner", _("Provincial planner")
    CENTRE_ADMIN = "centre_admin", _("Training centre administrator")
    INSTRUCTOR = "instructor", _("Instructor")
    CERTIFICATION_OFFICER = "certification_officer", _("Certification officer")
    APPRENTICESHIP_OFFICER = "apprenticeship_officer", _("Apprenticeship officer")
    PARTNERSHIP_OFFICER = "partnership_officer", _("Partnership and productivity officer")
    REGIONAL_OPERATOR = "regional_operator", _("Regional office operator")
    HEAD_OF_OFFICE = "head_of_office", _("Head of office")
    AUDITOR = "auditor", _("Auditor and data protection officer")


#: Who answers for an office of each kind (`OfficeKind`). An office that has one of them never loses the last.
ADMINISTRATORS = {
    "province": Role.SYSTEM_ADMIN,
    "training_centre": Role.CENTRE_ADMIN,
    "regional_office": Role.REGIONAL_OPERATOR,
}
