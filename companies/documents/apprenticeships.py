"""Papers of an apprenticeship: the agreement to sign, the list of participants, the form for a visit; and its year."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.choices.apprenticeships import HIRED, ApprenticeshipKind, ApprenticeState
from companies.models import Apprentice, Apprenticeship
from companies.models.apprenticeships import VISIT_CHECKS, MonitoringVisit
from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.pdf.render import render_pdf


@dataclass(frozen=True)
class Sheet:
    """What surrounds the text on every paper: the names that the template of official documents asks for."""

    title: str
    subject: str
    period: str
    reference: str
    letterhead: dict[str, str]
    signature: dict[str, Any]
    made_at: datetime
    is_invented: bool


def agreement_pdf(apprentice: Apprentice, *, language: str) -> bytes:
    """The written agreement with the content of article 10, for both sides to sign and the office to ratify."""
    with override(language):
        sheet = _sheet(apprentice.apprenticeship, _("Apprenticeship agreement"), [apprentice])
    context = {"facts": sheet, "apprentice": apprentice, "programme": apprentice.apprenticeship}
    return render_pdf("pdf/apprenticeship_agreement.html", context, language=language)


def participants_pdf(apprenticeship: Apprenticeship, *, language: str) -> bytes:
    """Who takes part, with agreement and state; names and regencies, no identity numbers."""
    people = list(taking_part(apprenticeship))
    with override(language):
        sheet = _sheet(apprenticeship, _("Participants of the apprenticeship"), people)
    context = {"facts": sheet, "programme": apprenticeship, "people": people}
    return render_pdf("pdf/apprenticeship_participants.html", context, language=language)


def visit_form_pdf(apprenticeship: Apprenticeship, *, language: str) -> bytes:
    """The form to take along on a monitoring visit: who should be there, what to look at, room to write."""
    people = list(taking_part(apprenticeship).running())
    with override(language):
        sheet = _sheet(apprenticeship, _("Monitoring visit"), people)
    context = {
        "facts": sheet,
        "programme": apprenticeship,
        "people": people,
        "checks": [MonitoringVisit._meta.get_field(name).verbose_name for name in VISIT_CHECKS],
    }
    return render_pdf("pdf/apprenticeship_visit.html", context, language=language)


def taking_part(apprenticeship: Apprenticeship) -> Any:
    """Everybody but who did not begin, by name."""
    people = apprenticeship.apprentices.exclude(state=ApprenticeState.CANCELLED)
    return people.select_related("job_seeker__domicile", "mentor").order_by("job_seeker__full_name", "pk")


def _sheet(row: Apprenticeship, title: str, people: list[Apprentice]) -> Sheet:
    letterhead = settings.LETTERHEAD
    return Sheet(
        title=title,
        subject=f"{row.occupation} – {row.site.company}, {row.site.region}",
        period=f"{row.starts_on:%d/%m/%Y} – {row.ends_on:%d/%m/%Y}",
        reference=row.permit_number or str(_("without permit yet")),
        letterhead={**letterhead},
        signature={
            "place": letterhead["place"],
            "signed_on": today(),
            "title": _("Apprenticeship officer"),
            "name": "",
            "rank": "",
            "nip": "",
        },
        made_at=timezone.now(),
        is_invented=any(one.job_seeker.is_invented for one in people),
    )


# --- the year by kind ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class KindOfYear:
    """People of one kind of apprenticeship in a year, each counted once."""

    kind: str
    started: int
    completed: int
    hired: int

    @property
    def label(self) -> str:
        """All counted kinds together have an empty code."""
        return str(ApprenticeshipKind(self.kind).label if self.kind else _("Counted toward the target"))


@dataclass(frozen=True)
class YearOfApprentices:
    """The kinds apart, in their order, with Magang Nasional last, and the people of all that are counted.

    Who took part in two kinds counts once in each, and once in the whole.
    """

    kinds: tuple[KindOfYear, ...]
    counted: KindOfYear


def year_by_kind(year: int, scope: Scope) -> YearOfApprentices:
    """Who began, completed and was hired in a year. Two queries."""

    def people(**condition: Any) -> Count:
        return Count("job_seeker", filter=Q(**condition), distinct=True)

    figures = {
        "started": people(started_on__year=year),
        "completed": people(state=ApprenticeState.COMPLETED, ended_on__year=year),
        "hired": people(after__in=HIRED, after_on__year=year),
    }
    visible = Apprentice.objects.visible_to(scope).order_by()
    by_kind = visible.values_list("apprenticeship__kind").annotate(**figures)
    found = {kind: KindOfYear(kind, *numbers) for kind, *numbers in by_kind}
    return YearOfApprentices(
        kinds=tuple(found.get(kind) or KindOfYear(kind, 0, 0, 0) for kind in ApprenticeshipKind.values),
        counted=KindOfYear("", **visible.counted().aggregate(**figures)),
    )


def latest_year(scope: Scope) -> int:
    """The fiscal year, or the last one before it in which somebody began."""
    newest: date | None = Apprentice.objects.visible_to(scope).aggregate(day=Max("started_on"))["day"]
    return min(newest.year, fiscal_year(today())) if newest else fiscal_year(today())
