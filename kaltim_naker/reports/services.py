"""Asking for reports, making them, and handing them out. Page, API, command and task come through here."""

import logging
import secrets
from typing import IO

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import require
from kaltim_naker.access.scope import EVERYTHING, Scope, scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.core import canonical
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.jobs import JobState
from kaltim_naker.core.periods import Period, today
from kaltim_naker.pdf.render import Drawing, draw
from kaltim_naker.regions.models import Region
from kaltim_naker.reports.annexes import with_annexes
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import Division, ReportKind
from kaltim_naker.reports.document import Document
from kaltim_naker.reports.kinds import KINDS, TARGET_REALISATION
from kaltim_naker.reports.models import Language, ReportRun
from kaltim_naker.reports.proof.figures import figures_of, kept_figures
from kaltim_naker.reports.proof.printed import Proof, proof_of
from kaltim_naker.reports.proof.publishing import served_file
from programs.models import TrainingCentre

logger = logging.getLogger(__name__)

# Crockford's letters: none that is mistaken for another when it is read out over the telephone.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def request_report(
    *,
    actor: User,
    period: Period,
    language: str = Language.INDONESIAN,
    centre: TrainingCentre | None = None,
    region: Region | None = None,
    kind: str = TARGET_REALISATION.key,
    is_scheduled: bool = False,
) -> ReportRun:
    """Ask for a report of the province, of a centre or of a region. Ten clicks make one: while the same report is
    waiting or being made, that run is returned.

    The scope is what the actor may report on now, and is frozen. Raises PermissionDenied, and DomainError for an
    unknown kind, a period or division that it does not come in, a period that has not begun, or a division outside the
    actor's scope.
    """
    require(actor, Action.REQUEST_REPORT)
    report = _kind_named(kind)
    require(actor, report.action)
    centre, region, scope = _scope_of_report(actor, centre, region)
    _require_offered(report, period, centre, region)
    same = {
        "kind": kind,
        "year": period.year,
        "quarter": period.quarter,
        "semester": period.semester,
        "month": period.month,
        "language": language,
        "centre": centre,
        "region": region,
    }
    runs = ReportRun.objects.filter(**same)
    # Whoever loses the race takes the winner's run, which may even be finished by now.
    return (
        runs.live().first()
        or _create_run(actor, scope, period, {**same, "is_scheduled": is_scheduled})
        or runs.latest("created_at")
    )


def _kind_named(key: str) -> ReportKind:
    if key not in KINDS:
        raise DomainError("kind_unknown", _("There is no report of the kind “%(kind)s”.") % {"kind": key}, field="kind")
    return KINDS[key]


def _require_offered(report: ReportKind, period: Period, centre: TrainingCentre | None, region: Region | None) -> None:
    if period.start > today():
        raise DomainError("period_not_begun", _("%(period)s has not begun yet.") % {"period": period}, field="part")
    if period.span not in report.spans:
        message = _("“%(report)s” is not made for such a period. Please choose another one.")
        raise DomainError("span_not_offered", message % {"report": report.name}, field="part")
    division = Division.CENTRE if centre else Division.REGION if region else Division.PROVINCE
    if division not in report.divisions:
        message = _("“%(report)s” is not made for this part of the province. Please choose another one.")
        raise DomainError("division_not_offered", message % {"report": report.name}, field="about")


def _create_run(actor: User, scope: Scope, period: Period, same: dict) -> ReportRun | None:
    """A queued run; None where somebody else asked for the same in this very moment."""
    run = ReportRun(
        requested_by=actor, scope=scope.as_json(), reference=new_reference(KINDS[same["kind"]], period), **same
    )
    run.full_clean(exclude=["file", "facts"], validate_constraints=False)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        if "reports_reportrun_one_live" not in str(error):
            raise
        return None
    run.enqueue()
    return run


def _scope_of_report(
    actor: User, centre: TrainingCentre | None, region: Region | None
) -> tuple[TrainingCentre | None, Region | None, Scope]:
    """The division a report is about (neither: the province), and the rows it may count."""
    if centre and region:
        raise DomainError("two_divisions", _("A report is about the province, a centre or a region."), field="about")
    own = scope_of(actor, Action.REQUEST_REPORT)
    if not (centre or region or own.everything):
        centre, region = _only_division(own)
    asked = scope_about(centre, region)
    if own.everything:
        return centre, region, asked
    if asked.everything or not (asked.centres <= own.centres and asked.regions <= own.regions):
        raise DomainError(
            "division_out_of_scope", _("Please choose one of your own centres or regions."), field="about"
        )
    return centre, region, asked


def scope_about(centre: TrainingCentre | None, region: Region | None) -> Scope:
    """The rows that a report about this division counts; of neither, all of them."""
    if not (centre or region):
        return EVERYTHING
    return Scope(centres=frozenset({centre.pk} if centre else ()), regions=frozenset({region.pk} if region else ()))


def _only_division(own: Scope) -> tuple[TrainingCentre | None, Region | None]:
    """What somebody means who has one division and names none."""
    if len(own.centres) + len(own.regions) != 1:
        return None, None
    if own.centres:
        return TrainingCentre.objects.get(pk=next(iter(own.centres))), None
    return None, Region.objects.get(pk=next(iter(own.regions)))


def new_reference(kind: ReportKind, period: Period) -> str:
    """`TR-2025-Q3-7F3K2`: kind, period, and five letters that tell the runs apart."""
    return f"{kind.prefix}-{period.year}-{period.code}-{''.join(secrets.choice(_LETTERS) for _letter in range(5))}"


def retry_report(*, actor: User, run: ReportRun) -> ReportRun:
    """Ask again for a report that failed; the failed run stays as it is."""
    if run.state not in (JobState.FAILED, JobState.CANCELLED):
        raise DomainError("run_not_failed", _("Only a failed report can be asked for again."))
    return request_report(
        actor=actor,
        period=run.period,
        language=run.language,
        centre=run.centre,
        region=run.region,
        kind=run.kind,
    )


def execute_run(run: ReportRun) -> None:
    """Make the report of a claimed run. A failure is written on the run in words and goes to the log with its trace."""
    with override(run.language):
        try:
            _make(run)
        except DomainError as error:
            run.fail(str(error))
        except SoftTimeLimitExceeded:
            run.fail(_("Making the report took too long and was stopped. Please try again, or tell the administrator."))
        except OSError:
            logger.exception("report %s could not be stored", run.reference)
            run.fail(
                _("The report could not be stored: the disk is full or cannot be written. Tell the administrator.")
            )
        except Exception:
            logger.exception("report %s failed", run.reference)
            run.fail(
                _("The report could not be made: a fault in the program. Please tell the administrator: %(reference)s.")
                % {"reference": run.reference}
            )


def _make(run: ReportRun) -> None:
    kind = KINDS[run.kind]
    if not run.report_progress(10, _("Counting the records")):
        return
    facts = kind.build(order_of(run))
    data = canonical.as_data(facts)
    if not run.report_progress(40, _("Drawing the pages")):
        return
    figures = figures_of(run.code, kind.tables(facts))
    drawing = draw_facts(kind, facts, proof_of(run, figures))
    if not run.report_progress(90, _("Storing the document")):
        return
    _forget_copies_of_the_dead(run)
    name = default_storage.save(_place(run, run.attempt), ContentFile(drawing.content))
    kept = run.finish(
        facts=data,
        facts_sha256=canonical.fingerprint(data),
        file=name,
        file_sha256=drawing.sha256,
        pages=drawing.pages,
        figures=canonical.as_data(figures),
    )
    if not kept:
        # The lease was lost while storing: another worker makes this report, and this copy belongs to nobody.
        default_storage.delete(name)


def _place(run: ReportRun, attempt: int) -> str:
    """Each attempt stores under a name of its own, so that nobody writes over the file of another."""
    suffix = f"-{attempt}" if attempt > 1 else ""
    return f"reports/{run.year}/{run.reference}{suffix}.pdf"


def _forget_copies_of_the_dead(run: ReportRun) -> None:
    """Who was killed between storing and finishing left a copy that belongs to nobody."""
    for attempt in range(1, run.attempt):
        default_storage.delete(_place(run, attempt))


def order_of(run: ReportRun) -> Order:
    """What the builder is told about a run."""
    return Order(
        reference=run.reference,
        period=run.period,
        scope=Scope.from_json(run.scope),
        centre=run.centre,
        language=run.language,
        made_at=timezone.now(),
        region=run.region,
    )


def draw_facts(kind: ReportKind, facts: object, proof: Proof | None = None) -> Drawing:
    """Draw facts, whether just built or kept for years. Without `proof` the pages say that nothing is kept of them."""
    language = facts.language  # type: ignore[attr-defined]
    with override(language):
        drawn, annexes = with_annexes(facts) if isinstance(facts, Document) else (facts, ())
        pictures = kind.pictures(drawn)
    context = {"facts": drawn, "proof": proof, **pictures}
    return draw(kind.template, context, language=language, annexes=annexes)


def redraw(run: ReportRun) -> Drawing:
    """Draw a finished report again from its kept facts: the same figures, whatever has become of the data.

    Raises DomainError where the facts do not have the fingerprint that was kept with them.
    """
    if canonical.fingerprint(run.facts) != run.facts_sha256:
        raise DomainError("facts_changed", _("The kept facts of %(run)s were changed afterwards.") % {"run": run})
    kind = KINDS[run.kind]
    return draw_facts(kind, canonical.from_data(kind.facts, run.facts), proof_of(run, kept_figures(run.figures)))


def cancel_report(*, actor: User, run: ReportRun) -> ReportRun:
    """Stop a report that waits or is being made. Raises PermissionDenied, and DomainError where it is over."""
    require(actor, Action.REQUEST_REPORT)
    if not run.cancel():
        raise DomainError("run_over", _("This report is not being made any more."))
    return run


def open_report(*, actor: User, run: ReportRun, signed: bool = True, request: HttpRequest | None = None) -> IO[bytes]:
    """The stored document, for somebody who may see it *now*; noted in the access log.

    It is the signed copy where there is one, unless the file as it was made is asked for (`signed` False). Raises
    ReportRun.DoesNotExist where the run lies outside the actor's scope by now, DomainError where there is no document
    or where it is not the one that was made.
    """
    require(actor, Action.VIEW_REPORTS)
    visible = ReportRun.objects.visible_to(scope_of(actor, Action.VIEW_REPORTS)).get(pk=run.pk)
    if visible.state != JobState.DONE:
        raise DomainError("report_not_ready", _("This report is not finished."))
    content = served_file(visible, signed=signed)
    record_access(actor=actor, kind=AccessKind.DOWNLOAD, subject=visible.reference, request=request)
    return ContentFile(content, name=f"{visible.reference}.pdf")
