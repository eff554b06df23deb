"""What a token may be made for, and what became of what was sent with it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Grant(TextChoices):
    """One thing that a token may be used for; which actions that is, `constants.ACTIONS_OF` says."""

    READ_CLASSES = "classes.read", _("Read training classes")
    READ_JOB_SEEKERS = "job_seekers.read", _("Read job seekers and their training; the NIK is masked")
    WRITE_JOB_SEEKERS = "job_seekers.write", _("Register job seekers and correct their data")
    READ_NIK = "nik.read", _("Read a full NIK, with a reason; each look is written down")
    WRITE_ENROLMENTS = "enrolments.write", _("Enrol people in classes and record who leaves")
    READ_ATTENDANCE = "attendance.read", _("Read sessions and attendance")
    WRITE_ATTENDANCE = "attendance.write", _("Send attendance")
    WRITE_OUTCOMES = "outcomes.write", _("Send what became of graduates")
    READ_CERTIFICATES = "certificates.read", _("Read assessments, results and certificates")
    WRITE_RESULTS = "results.write", _("Send results of assessments")
    READ_PROPOSALS = "proposals.read", _("Read proposals and skill needs")
    WRITE_PROPOSALS = "proposals.write", _("Send proposals and skill needs")
    READ_COMPANIES = "companies.read", _("Read companies and agreements")
    WRITE_COMPANIES = "companies.write", _("Register companies and correct their data")
    READ_PRODUCTIVITY = "productivity.read", _("Read measurements of productivity")
    READ_MONEY = "money.read", _("Read amounts in rupiah that companies told in confidence")
    READ_APPRENTICESHIPS = "apprenticeships.read", _("Read apprenticeships and who takes part")
    WRITE_APPRENTICESHIPS = "apprenticeships.write", _("Send apprenticeships and who takes part")
    READ_ACTIVITIES = "activities.read", _("Read activities")
    WRITE_ACTIVITIES = "activities.write", _("Send activities")
    READ_FIGURES = "figures.read", _("Read indicators, targets and achievement")
    READ_RECORDS = "records.read", _("Read the records behind a figure")
    SUBMIT_PERIODS = "periods.submit", _("Submit quarters")
    READ_REPORTS = "reports.read", _("Read reports")
    REQUEST_REPORTS = "reports.request", _("Have reports made")
    IMPORT_FILES = "imports.write", _("Bring files to the import desk, of the kinds that the office may")
    RECONCILE = "reconciliations.write", _("Compare lists of NIK or certificate numbers with ours")


class DeliveryState(TextChoices):
    """What became of the call of a webhook."""

    WAITING = "waiting", _("waiting")
    ARRIVED = "arrived", _("arrived")
    FAILED = "failed", _("given up")


class Outcome(TextChoices):
    """What became of a submission or of one row of it."""

    ACCEPTED = "accepted", _("accepted")
    HELD = "held", _("held for a person to look at")
    REFUSED = "refused", _("refused")
    PARTLY = "partly", _("accepted in part")
