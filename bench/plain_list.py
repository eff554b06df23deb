"""The plainest list of people there can be, to stand beside the real one: one query, one template, no kit.

It serves as the map of the site while it is measured, so that both pages pass the same middleware.
"""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from kaltim_naker.ui.tables import lookups_of
from kaltim_naker.urls import urlpatterns as real_urlpatterns
from trainees.models import JobSeeker
from trainees.tables import JOB_SEEKER_COLUMNS

PLAIN_PATH = "/bench/plain/"

_TEMPLATE = Engine().from_string(
    "<!DOCTYPE html><title>x</title><p>{{ count }}</p><table>{% for row in rows %}<tr>"
    "<td><a href='/job-seekers/{{ row.pk }}/'>{{ row.full_name }}</a></td><td>{{ row.nik_masked }}</td>"
    "<td>{{ row.birth_date|date:'j M Y' }}</td><td>{{ row.sex }}</td><td>{{ row.domicile__short_name }}</td>"
    "<td>{{ row.education }}</td><td>{{ row.work_status }}</td></tr>{% endfor %}</table>"
)


def plain_list(request: HttpRequest) -> HttpResponse:
    people = JobSeeker.objects.order_by("full_name", "pk").values("pk", *lookups_of(JOB_SEEKER_COLUMNS))[:50]
    count = JobSeeker.objects.order_by().values("pk")[:10_001].count()
    return HttpResponse(_TEMPLATE.render(Context({"rows": people, "count": count})))


urlpatterns = [path(PLAIN_PATH.removeprefix("/"), plain_list), *real_urlpatterns]
