"""The plainest pages there can be, to stand beside the real ones: a list of people, and one person.

One query, one template, no kit. They stand in the frame that every page has (head, menu, foot), and this module serves
as the map of the site while it is measured: so both pages pass the same middleware, and what differs is their content.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from kaltim_naker.ui.tables import lookups_of
from kaltim_naker.urls import urlpatterns as real_urlpatterns
from trainees.models import JobSeeker
from trainees.tables import JOB_SEEKER_COLUMNS

PLAIN_PATH = "/bench/plain/"
ONE_PATH = "/bench/one/"

_TEMPLATE = """{% extends "layouts/base.html" %}{% block content %}<p>{{ count }}</p><table>{% for row in rows %}<tr>
<td><a href="{% url 'trainees:job_seeker_detail' row.pk %}">{{ row.full_name }}</a></td><td>{{ row.nik_masked }}</td>
<td>{{ row.birth_date|date:"j M Y" }}</td><td>{{ row.sex }}</td><td>{{ row.domicile__short_name }}</td>
<td>{{ row.education }}</td><td>{{ row.work_status }}</td></tr>{% endfor %}</table>{% endblock %}"""


def plain_list(request: HttpRequest) -> HttpResponse:
    people = JobSeeker.objects.order_by("full_name", "pk").values("pk", *lookups_of(JOB_SEEKER_COLUMNS))[:50]
    count = JobSeeker.objects.order_by().values("pk")[:10_001].count()
    template = engines["django"].from_string(_TEMPLATE)
    return HttpResponse(template.render({"rows": people, "count": count, "page_title": "x"}, request))


_ONE = """{% extends "layouts/base.html" %}{% block content %}<h2>{{ row.full_name }}</h2><p>{{ row.nik_masked }}</p>
{% endblock %}"""


def one_person(request: HttpRequest) -> HttpResponse:
    """The plainest page of one record: one query by primary key beside what the frame asks."""
    row = JobSeeker.objects.get(pk=request.GET["pk"])
    return HttpResponse(engines["django"].from_string(_ONE).render({"row": row, "page_title": "x"}, request))


urlpatterns = [
    path(ONE_PATH.removeprefix("/"), one_person),
    path(PLAIN_PATH.removeprefix("/"), plain_list),
    *real_urlpatterns,
]
