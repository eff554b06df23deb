"""What the list of looks at personal data can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.ui.forms import DateInput


class AccessLogFilter(django_filters.FilterSet):
    actor = django_filters.ModelChoiceFilter(label=_("Who"), queryset=User.objects.order_by("full_name"))
    kind = django_filters.ChoiceFilter(label=_("What"), choices=AccessKind)
    since = django_filters.DateFilter(
        label=_("Since"), field_name="created_at", lookup_expr="date__gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=_("Until"), field_name="created_at", lookup_expr="date__lte", widget=DateInput
    )

    class Meta:
        model = AccessLog
        fields = ()
