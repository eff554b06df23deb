"""What the lists can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from kaltim_naker.privacy.choices import ExpiryKind, ExpiryState, RequestKind, RequestState
from kaltim_naker.privacy.models import Expiry, SubjectRequest


class SubjectRequestFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("What is asked"), choices=RequestKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=RequestState)

    class Meta:
        model = SubjectRequest
        fields = ()


class ExpiryFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ExpiryKind)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ExpiryState)

    class Meta:
        model = Expiry
        fields = ()
