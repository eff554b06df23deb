"""What a report says about figures that were closed and turned out to be different: approved restatements alone."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.core.periods import Period
from kaltim_naker.reports.facts import Revision
from programs.models import Restatement, TrainingCentre


def revisions_of(period: Period, centre: TrainingCentre | None) -> tuple[Revision, ...]:
    """The newest approved restatement of each closed figure; a year is closed with its last quarter. One query.

    A report of a centre names its own, one of the province those of every place. A month within a quarter is never
    closed by itself.
    """
    if period.closing_quarter is None:
        return ()
    closed = Period(period.year, period.closing_quarter)
    approved = Restatement.objects.approved().of(closed)
    if centre is not None:
        approved = approved.filter(figure__period__centre=centre)
    related = approved.select_related("figure__indicator", "figure__period__centre")
    newest = related.order_by("figure_id", "-decided_at").distinct("figure_id")
    # Put back to what was closed, a figure is revised no longer.
    differing = [one for one in newest if one.members_sha256 != one.figure.members_sha256]
    return tuple(_revision(one) for one in sorted(differing, key=_in_order))


def _in_order(one: Restatement) -> tuple[int, str, str]:
    """As the report lists them: by indicator, the province first."""
    indicator, centre = one.figure.indicator, one.figure.period.centre
    return indicator.position, indicator.code, centre.short_name if centre else ""


def _revision(one: Restatement) -> Revision:
    figure = one.figure
    return Revision(
        code=figure.indicator.code,
        name=figure.indicator.name,
        place=figure.period.centre.short_name if figure.period.centre else _("Province"),
        is_percent=figure.numerator is not None,
        closed=one.old,
        revised=one.new,
        closed_on=timezone.localdate(figure.period.closed_at),
        approved_on=timezone.localdate(one.decided_at),
        came_in=len({row[1] for row in one.came_in}),
        fell_out=len({row[1] for row in one.fell_out}),
        changed=len(one.changed),
    )
