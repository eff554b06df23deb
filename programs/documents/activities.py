"""The minutes of an activity on the house's paper."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from kaltim_naker.pdf.render import render_pdf
from kaltim_naker.ui.formatting import long_date
from programs.documents.paper import paper_of
from programs.models import Activity


def minutes_of_activity_pdf(activity: Activity, *, language: str) -> bytes:
    """Agenda, who was there by kind of organisation, the result, and what was resolved by whom until when."""
    with override(language):
        days = [long_date(activity.starts_on), long_date(activity.ends_on)]
        paper = paper_of(
            title=_("Minutes of the meeting"),
            subject=activity.title,
            period=" – ".join(dict.fromkeys(days)),
            reference=activity.document or activity.get_kind_display(),
            chair=activity.chair,
            place=activity.region.short_name if activity.region else "",
            signed_on=activity.ends_on,
            is_invented=activity.is_invented,
        )
    attendance = list(activity.attendance.all())
    context = {
        "facts": paper,
        "activity": activity,
        "agenda": [line.strip() for line in activity.agenda.splitlines() if line.strip()],
        "attendance": attendance,
        "people": sum(row.people for row in attendance),
        "resolutions": list(activity.resolutions.all()),
    }
    return render_pdf("pdf/activity_minutes.html", context, language=language)
