"""Closed lists of the register of companies. Wording: domain.md §7.1 and §7.2."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SizeClass(TextChoices):
    """In the order of size."""

    MICRO = "micro", _("micro")
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


class SizeBasis(TextChoices):
    """By what rule a company is called small or large; the classes of different rules are not the same."""

    PP7_CAPITAL = "pp7_capital", _("capital (PP 7/2021)")
    PP7_SALES = "pp7_sales", _("yearly sales (PP 7/2021)")
    BPS_WORKERS = "bps_workers", _("number of workers (BPS)")
    WLKP = "wlkp", _("as in the company report (WLKP)")
    STATEMENT = "statement", _("stated by the company")


class Ownership(TextChoices):
    DOMESTIC = "domestic", _("domestic private (PMDN)")
    FOREIGN = "foreign", _("foreign investment (PMA)")
    STATE = "state", _("owned by the state (BUMN)")
    REGIONAL = "regional", _("owned by a region (BUMD)")
    COOPERATIVE = "cooperative", _("cooperative")
    ASSOCIATION = "association", _("association, institution or public body")


class SiteKind(TextChoices):
    HEAD_OFFICE = "head_office", _("head office")
    BRANCH = "branch", _("branch or work site")


class ReportSource(TextChoices):
    """Where a figure about workers comes from."""

    WLKP = "wlkp", _("company report (WLKP)")
    LETTER = "letter", _("letter of the company")
    VISIT = "visit", _("visit of the office")


class CountSource(TextChoices):
    """Who says how many companies there are."""

    WLKP = "wlkp", _("company reports (WLKP)")
    OSS = "oss", _("business licences (OSS)")
    BPS = "bps", _("statistics (BPS)")
    PRESS = "press", _("statement to the press")
    OTHER = "other", _("other document")


class CompanyPairState(TextChoices):
    OPEN = "open", _("to be decided")
    DIFFERENT = "different", _("two companies")
