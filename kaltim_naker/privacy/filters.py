"""What the lists can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.privacy.choices import ExpiryKind, ExpiryState, RequestKind, RequestState
from kaltim_naker.privacy.models import Expiry, Incident, SubjectRequest


class SubjectRequestFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("What is asked"), choices=RequestKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=RequestState)

    class Meta:
        model = SubjectRequest
        fields = ()


class IncidentFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[("running", _("running")), ("closed", _("closed"))], method="by_state"
    )

    class Meta:
        model = Incident
        fields = ()

    def by_state(self, incidents: QuerySet, name: str, value: str) -> QuerySet:
        return incidents.filter(closed_at__isnull=value == "running")


class ExpiryFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ExpiryKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ExpiryState)

    class Meta:
        model = Expiry
        fields = ()
