"""What the list of companies can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from companies.models import Company


class CompanyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")

    class Meta:
        model = Company
        fields = ()
