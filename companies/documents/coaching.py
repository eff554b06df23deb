"""What a coaching brought, and the report about it."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.choices.productivity import CoachingState
from companies.documents.productivity import RatioLine
from companies.documents.words import words_of
from companies.formulas.productivity import RATIOS
from companies.models import Coaching
from kaltim_naker.core.periods import today
from kaltim_naker.pdf.render import render_pdf


def before_and_after(case: Coaching) -> list[RatioLine]:
    """Every ratio of the second measurement beside the baseline; nothing before there is a second one."""
    if case.baseline is None or case.final is None:
        return []
    before, after = case.baseline.accounts, case.final.accounts
    return [RatioLine(rule, rule.compute(after), rule.compute(before)) for rule in RATIOS]


def coaching_report(case: Coaching) -> bytes:
    """The whole case on the office's paper, in the language of the reader."""
    context = {
        "facts": _facts(case),
        "case": case,
        "is_done": case.state == CoachingState.DONE,
        "baseline": case.baseline.accounts if case.baseline else None,
        "ratios": words_of(_ratios(case)),
        "has_final": case.final is not None,
        "problems": list(case.problems.prefetch_related("actions")),
        "visits": list(case.visits.order_by("held_on", "pk")),
    }
    return render_pdf("pdf/coaching.html", context, language=get_language() or "id")


def _ratios(case: Coaching) -> list[RatioLine]:
    """With the second measurement, or of the baseline alone."""
    if case.baseline is None:
        return []
    accounts = case.baseline.accounts
    return before_and_after(case) or [RatioLine(rule, None, rule.compute(accounts)) for rule in RATIOS]


def _facts(case: Coaching) -> dict[str, Any]:
    return {
        "title": _("Report of a productivity consultation"),
        "reference": case.company.name,
        "subject": case.company.name,
        "period": _("Opened on %(day)s, step: %(step)s")
        % {"day": case.opened_on.strftime("%d/%m/%Y"), "step": case.get_state_display()},
        "made_at": timezone.now(),
        "is_invented": case.company.is_invented,
        "letterhead": settings.LETTERHEAD,
        "signature": {
            "place": settings.LETTERHEAD["place"],
            "signed_on": today(),
            "title": _("Productivity adviser"),
            "name": case.adviser.full_name,
        },
    }
