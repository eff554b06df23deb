"""What the API is held against, served by the same server: a plain viewset, and JSON made by the database itself.

The map of the site while it is measured. All read the same people in the same order with the same fields and nested
names; a NIK is shown masked from a column of its own, so none decrypts anything. They pass the same middleware.

| | asks for the token | role, scope | counts the minute | filters, `fields`, ETag, problem+json | writes JSON by |
|---|---|---|---|---|---|
| `/api/v1/job-seekers` | yes | yes | yes | yes | orjson |
| `/bench/plain` | yes, the same way | no | no | no | DRF's own renderer |
| `/bench/guarded` | yes, the same way | no | yes, the same way | no | PostgreSQL |
| `/bench/bare` | no | no | no | no | PostgreSQL |

Both bare views answer `"next": null` and moments in UTC, which is less than the API says.
"""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.resources.people import JobSeekerSerializer
from kaltim_naker.api.rest.authentication import TokenAuthentication
from kaltim_naker.api.rest.throttling import ByToken
from kaltim_naker.regions.models import Region
from kaltim_naker.urls import urlpatterns as real_urlpatterns
from trainees.models import JobSeeker

_OWN = {"foreign_id", "nik", "domicile", "district", "registered_by"}


class _RegionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ("code", "bps_code", "name")


class _DistrictSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ("code", "name")


class _OfficeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Office
        fields = ("code", "short_name")


class PlainSerializer(serializers.ModelSerializer):
    nik = serializers.CharField(source="nik_masked")
    domicile = _RegionSerializer()
    district = _DistrictSerializer()
    registered_by = _OfficeSerializer()

    class Meta:
        model = JobSeeker
        fields = tuple(name for name in JobSeekerSerializer().fields if name != "foreign_id")


class _Pages(CursorPagination):
    page_size, page_size_query_param, ordering = 100, "limit", "id"


class PlainViewSet(ReadOnlyModelViewSet):
    """As DRF's tutorial has it, with the joins that save the queries a row."""

    authentication_classes = (TokenAuthentication,)
    renderer_classes = (JSONRenderer,)
    queryset = JobSeeker.objects.select_related("domicile", "district", "registered_by")
    serializer_class = PlainSerializer
    pagination_class = _Pages
    filter_backends = ()
    schema = None


_COLUMNS = ", ".join(f"p.{name}" for name in JobSeekerSerializer().fields if name not in _OWN)
_BARE = f"""
    SELECT json_build_object('items', COALESCE(json_agg(shown), '[]'), 'next', NULL)::text FROM (
        SELECT {_COLUMNS}, p.nik_masked AS nik,
            json_build_object('code', r.code, 'bps_code', r.bps_code, 'name', r.name) AS domicile,
            CASE WHEN d.id IS NULL THEN NULL ELSE json_build_object('code', d.code, 'name', d.name) END AS district,
            json_build_object('code', o.code, 'name', o.short_name) AS registered_by,
            (SELECT foreign_id FROM api_jobseekerreference f WHERE f.job_seeker_id = p.id AND f.office_id = %s
                ORDER BY f.created_at LIMIT 1) AS foreign_id
        FROM trainees_jobseeker p JOIN regions_region r ON r.id = p.domicile_id
            LEFT JOIN regions_region d ON d.id = p.district_id JOIN accounts_office o ON o.id = p.registered_by_id
        WHERE p.id > %s ORDER BY p.id LIMIT %s
    ) AS shown
"""  # noqa: S608 - names of columns


def _people(office: int, after: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(_BARE, [office, after, 100])
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


_FIRST = "00000000-0000-0000-0000-000000000000"


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """The floor: asks nobody who he is."""
    return _people(1, request.GET.get("after", _FIRST))


class GuardedView(APIView):
    """The same statement for who has a token, as often as he may."""

    authentication_classes = (TokenAuthentication,)
    throttle_classes = (ByToken,)
    schema = None

    def get(self, request: Request) -> HttpResponse:
        return _people(request.auth.office_id, request.query_params.get("after", _FIRST))


router = SimpleRouter(trailing_slash=False)
router.register("plain", PlainViewSet, basename="plain")
urlpatterns = [
    path("bench/", include(router.urls)),
    path("bench/bare", bare),
    path("bench/guarded", login_not_required(GuardedView.as_view())),
    *real_urlpatterns,
]
