"""What the list of agreements can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind
from companies.models import Agreement
from kaltim_naker.core.periods import today


class AgreementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AgreementKind)
    force = django_filters.ChoiceFilter(
        label=_("In force"),
        method="by_force",
        choices=(("today", _("today")), ("ending", _("ends within 90 days")), ("over", _("over"))),
    )

    class Meta:
        model = Agreement
        fields = ()

    def by_force(self, agreements: QuerySet, name: str, value: str) -> QuerySet:
        by_value = {"today": agreements.in_force, "ending": agreements.ending, "over": agreements.over}
        return by_value[value](today())
