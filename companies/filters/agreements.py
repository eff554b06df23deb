"""What the lists of agreements and notices can be narrowed by."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.choices import AgreementKind
from companies.constants.agreements import NOTICE_DAYS
from companies.measures.fulfilment import quiet, with_results
from companies.models import Agreement, AgreementNotice
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region

_FAR, _NEAR, _NEXT = NOTICE_DAYS


class AgreementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AgreementKind)
    force = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_force",
        choices=(
            ("unsigned", _("not signed yet")),
            ("today", _("in force today")),
            ("ending", _("ends within 90 days")),
            ("ending30", _("ends within 30 days")),
            ("ending7", _("ends within 7 days")),
            ("over", _("over")),
        ),
    )
    results = django_filters.ChoiceFilter(
        label=_("Results"),
        method="by_results",
        choices=(("some", _("with results")), ("none", _("signed, but nothing happened"))),
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Regency or city"), queryset=lambda request: Region.objects.home(), field_name="regions"
    )

    class Meta:
        model = Agreement
        fields = ()

    def by_force(self, agreements: QuerySet, name: str, value: str) -> QuerySet:
        day = today()
        found = {
            "unsigned": lambda: agreements.unsigned(),
            "today": lambda: agreements.in_force(day),
            "ending": lambda: agreements.ending(day, _FAR),
            "ending30": lambda: agreements.ending(day, _NEAR),
            "ending7": lambda: agreements.ending(day, _NEXT),
            "over": lambda: agreements.over(day),
        }
        return found[value]()

    def by_results(self, agreements: QuerySet, name: str, value: str) -> QuerySet:
        if value == "none":
            return quiet(agreements, today())
        return agreements.filter(pk__in=with_results(today()).values("pk"))


class NoticeFilter(django_filters.FilterSet):
    answered = django_filters.ChoiceFilter(
        label=_("Answered"), method="by_answer", choices=(("no", _("no")), ("yes", _("yes")))
    )

    class Meta:
        model = AgreementNotice
        fields = ()

    def by_answer(self, notices: QuerySet, name: str, value: str) -> QuerySet:
        return notices.open() if value == "no" else notices.filter(answered_on__isnull=False)
