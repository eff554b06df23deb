"""The award's figure on paper: what it is, what it rests on, and who is in it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaltim_naker.core.periods import Period, today
from kaltim_naker.pdf.render import render_pdf


def award_book(award: Any, companies: Sequence[Any]) -> bytes:
    """`award` and `companies` as `measures.productivity` gives them; in the language of the reader."""
    context = {"facts": _facts(award, companies), "award": award, "companies": companies}
    return render_pdf("pdf/award.html", context, language=get_language() or "id")


def _facts(award: Any, companies: Sequence[Any]) -> dict[str, Any]:
    return {
        "title": _("Companies coached, for the award “Pembina Produktivitas”"),
        "reference": _("Award figure %(year)s") % {"year": award.year},
        "subject": _("Companies coached of the companies in the territory"),
        "period": str(Period(award.year)),
        "made_at": timezone.now(),
        "is_invented": any(one.company.is_invented for one in companies),
        "letterhead": settings.LETTERHEAD,
        "signature": {"place": settings.LETTERHEAD["place"], "signed_on": today(), "title": _("Head of Office")},
    }
