"""From a request to the facts of a report. The number of queries is the same for an empty year and a full one."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import ROMAN, Period
from kaltim_naker.reports.achievement import Yardstick, achievement_of, centres_in
from kaltim_naker.reports.facts import Achievement, Figure, TargetRealisation
from kaltim_naker.reports.frame import letterhead_of, signature_of
from kaltim_naker.reports.revisions import revisions_of
from kaltim_naker.reports.sections import capacity_of, fields_of, figure_of, issuers_of, months_of, origins_of
from programs.measures import find_measure, get_measure
from programs.models import Indicator, Target, TrainingCentre
from programs.services import indicators_on
from trainees.models import JobSeeker

# Shown beside the main figure, so that people, papers and courses are never mixed up (domain.md §4.5).
BESIDE = ("certificates_issued", "job_seekers_trained", "competent_without_certificate")


@dataclass(frozen=True)
class Order:
    """What a report is asked to be. `centre` None is the whole province; `scope` was frozen when it was asked for."""

    reference: str
    period: Period
    scope: Scope
    centre: TrainingCentre | None
    language: str
    made_at: datetime


def build_target_realisation(order: Order) -> TargetRealisation:
    """The facts of “Target dan Realisasi”. Raises DomainError where no indicator is counted yet."""
    with override(order.language):
        return _build(order)


def _build(order: Order) -> TargetRealisation:
    period, scope, centre = order.period, order.scope, order.centre
    yardstick = Yardstick.of(period)
    centres = centres_in(scope)
    main, *others = _indicators(yardstick)
    achievements = [achievement_of(indicator, yardstick, scope, centres) for indicator in (main, *others)]
    measure = get_measure(main.measure)
    beside = tuple(figure_of(get_measure(key), period, scope) for key in BESIDE if key != main.measure)
    made_on = timezone.localdate(order.made_at)
    return TargetRealisation(
        reference=order.reference,
        title=_("Report on target and realisation"),
        subject=main.name,
        period=period_in_words(period),
        year=period.year,
        quarter=period.quarter,
        last_day=period.end,
        made_at=order.made_at,
        language=order.language,
        is_invented=JobSeeker.objects.filter(is_invented=True).exists(),
        letterhead=letterhead_of(centre),
        signature=signature_of(centre, made_on),
        main=achievements[0],
        others=tuple(achievements[1:]),
        beside=beside,
        months=months_of(measure, main, yardstick, scope, centre.pk if centre else None),
        origins=origins_of(measure, period, scope),
        fields=fields_of(measure, period, scope),
        issuers=issuers_of(measure, period, scope),
        capacity=capacity_of(main, yardstick, scope, centres),
        rules=counting_rules(achievements, beside),
        scale=yardstick.scale,
        sources=_sources(main, period.year, yardstick),
        revisions=revisions_of(period, centre),
    )


def _indicators(yardstick: Yardstick) -> list[Indicator]:
    """The indicators of a year: first the one that is counted, then the others that have a target."""
    indicators = indicators_on(yardstick.period.end)
    counted = [indicator for indicator in indicators if find_measure(indicator.measure)]
    if not counted:
        raise DomainError(
            "no_indicator", _("No indicator is counted yet. Please enter an indicator with its measure first.")
        )
    with_target = {indicator for indicator, _quarter, _centre in yardstick.targets}
    return [counted[0], *(item for item in indicators if item.pk in with_target and item != counted[0])]


def period_in_words(period: Period) -> str:
    if period.quarter is None:
        return _("Fiscal year %(year)s") % {"year": period.year}
    return _("Quarter %(quarter)s of fiscal year %(year)s") % {"quarter": ROMAN[period.quarter], "year": period.year}


def counting_rules(achievements: list[Achievement], beside: tuple[Figure, ...]) -> tuple[str, ...]:
    """Every rule that a figure of the report follows, once, in the order of the figures."""
    named = [(item.name, item.rule) for item in achievements if item.measure]
    named += [(figure.name, figure.rule) for figure in beside]
    return (
        *dict.fromkeys(f"{name}. {rule}" for name, rule in named),
        _(
            "A quarter counts those whose first record of the year lies in it, so that the quarters add up to the "
            "year. The cumulative figure runs from 1 January to the last day of the period."
        ),
        _(
            "Achievement is realised ÷ target × 100, against the target up to the end of the quarter where one is set, "
            "else against the target of the year. The predicate is decided by the unrounded value."
        ),
    )


def _sources(main: Indicator, year: int, yardstick: Yardstick) -> tuple[str, ...]:
    documents = Target.objects.in_force(year).filter(indicator=main).order_by("source").values_list("source", flat=True)
    scale = (_("Predicate scale: %(source)s") % {"source": yardstick.scale.source},) if yardstick.scale.source else ()
    return (
        *(_("Target: %(source)s") % {"source": source} for source in documents.distinct()),
        *scale,
        _("Realisation: counted from the records of the application, none of it typed."),
    )
