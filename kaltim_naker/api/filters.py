"""What the lists of tokens and receipts can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.models import OfficeToken, Receipt
from kaltim_naker.core.codes import as_typed


class TokenFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=(("in_force", _("in force")), ("revoked", _("revoked"))), method="by_state"
    )

    class Meta:
        model = OfficeToken
        fields = ()

    def by_state(self, tokens: QuerySet, name: str, value: str) -> QuerySet:
        return tokens.filter(revoked_at__isnull=value == "in_force")


class ReceiptFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label=_("Number"), method="by_number")
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome)

    class Meta:
        model = Receipt
        fields = ()

    def by_number(self, receipts: QuerySet, name: str, value: str) -> QuerySet:
        return receipts.filter(number=as_typed(value))
