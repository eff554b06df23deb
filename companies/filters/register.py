"""What the lists of the register can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.choices import CountSource, Ownership, ReportSource, SizeClass
from companies.models import Company, TerritoryCount, YearlyReport
from kaltim_naker.regions.models import KbliSection, Region
from kaltim_naker.ui.filters import YearFilter


class CompanyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or NIB"), method="by_words")
    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city"), queryset=lambda request: Region.objects.home(), method="by_region"
    )
    size = django_filters.ChoiceFilter(label=_("Size class"), choices=SizeClass)
    sector = django_filters.ModelChoiceFilter(label=_("Sector"), queryset=KbliSection.objects.all())
    ownership = django_filters.ChoiceFilter(label=_("Ownership"), choices=Ownership)
    state = django_filters.ChoiceFilter(
        label=_("In business"), field_name="is_active", choices=(("True", _("yes")), ("False", _("no")))
    )

    class Meta:
        model = Company
        fields = ()

    def by_words(self, companies: QuerySet, name: str, value: str) -> QuerySet:
        return companies.named_or_numbered(value)

    def by_region(self, companies: QuerySet, name: str, value: Region) -> QuerySet:
        return companies.in_region(value)


class ReportFilter(django_filters.FilterSet):
    year = YearFilter(label=_("Year"))
    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city"), queryset=lambda request: Region.objects.home(), field_name="site__region"
    )
    source = django_filters.ChoiceFilter(label=_("Source"), choices=ReportSource)

    class Meta:
        model = YearlyReport
        fields = ()


class TerritoryFilter(django_filters.FilterSet):
    source = django_filters.ChoiceFilter(label=_("Source"), choices=CountSource)
    year = YearFilter(label=_("Year"), field_name="as_of__year")

    class Meta:
        model = TerritoryCount
        fields = ()
