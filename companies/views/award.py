"""The award's figure, its rule, and which companies took part in an activity."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.choices.productivity import GuidanceKind
from companies.documents.award import award_book
from companies.filters.productivity import GuidanceFilter
from companies.forms.award import ActivityCompanyForm, AwardRuleForm
from companies.formulas.award import AwardFigure
from companies.measures.productivity import Award, award_of, coached_companies
from companies.models import AwardRule, Guidance, TerritoryCount
from companies.services import award as services
from companies.tables.productivity import ACTIVITY_COMPANY_COLUMNS
from companies.views.figures import year_from
from kaltim_naker.access.actions import Action
from kaltim_naker.core.periods import today
from kaltim_naker.ui.components import Crumb, EmptyState, FigureCard, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.papers import pdf_response
from kaltim_naker.ui.views import ActionView, GuardedView, PageView, ScopedListView, ServiceFormView
from programs.models import Activity
from programs.views.activities import activity_tabs

AWARD = Crumb(_("Award figure"), reverse_lazy("companies:award"))


class AwardPage(GuardedView):
    """The figure of a year, `?year=`, against one of the published counts of companies, `?base=`."""

    action = Action.VIEW_PRODUCTIVITY

    @cached_property
    def years(self) -> list[int]:
        """The years with guidance, the latest first."""
        days = Guidance.objects.visible_to(self.scope).dates("held_on", "year", order="DESC")
        return [day.year for day in days] or [today().year]

    @cached_property
    def award(self) -> Award:
        wanted = year_from(self.request, "year")
        return award_of(wanted if wanted in self.years else self.years[0], self.scope, self._base())

    def _base(self) -> TerritoryCount | None:
        """The count that the address names; a mistyped one is left aside, as if none were named."""
        chosen = self.request.GET.get("base", "")
        return next((count for count in self.bases if str(count.pk) == chosen), None)

    @cached_property
    def bases(self) -> list[TerritoryCount]:
        return list(TerritoryCount.objects.visible_to(self.scope).of_province().order_by("-as_of", "source"))


class AwardView(AwardPage, PageView):
    template_name = "companies/award.html"
    page_title = _("Award figure: companies coached")
    page_lead = _(
        "The award “Pembina Produktivitas” asks for SMPP coaching of 0.05 per cent of the companies in the territory, "
        "in whole companies, rounded up."
    )

    def get_page_actions(self) -> Sequence[PageAction]:
        query = f"?year={self.award.year}" + (f"&base={self.award.base.pk}" if self.award.base else "")
        return [
            PageAction(_("Award book (PDF)"), reverse("companies:award_book") + query),
            PageAction(_("Change how it counts"), reverse("companies:award_rule"), Action.SET_AWARD_RULE),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        award, companies = self.award, coached_companies(self.award, self.scope)
        return super().get_context_data(
            award=award,
            card=_card(award),
            companies=companies,
            years=self.years,
            parts=_parts(companies),
            bases=[(base, self._against(base)) for base in self.bases],
            rules=AwardRule.objects.order_by("-valid_from"),
            **kwargs,
        )

    def _against(self, base: TerritoryCount) -> AwardFigure:
        figure = self.award.figure
        return AwardFigure(figure.coached, base.total, figure.threshold_per_million)


def _card(award: Award) -> FigureCard:
    figure = award.figure
    rule = ""
    if award.rule:
        rule = gettext("Counted: %(kinds)s; %(span)s. Each company once.") % {
            "kinds": award.kinds_text,
            "span": award.rule.get_span_display(),
        }
    return FigureCard(
        title=_("Companies coached"),
        value=figure.coached,
        unit=_("companies"),
        rule=rule,
        target=figure.needed,
        percent=float(figure.coached / figure.needed * 100) if figure.needed else None,
    )


def _parts(companies: Sequence[Any]) -> list[tuple[Any, int]]:
    """How many companies there are for each kind of guidance; one company may have several."""
    kinds = Counter(kind for one in companies for kind in {held.kind for held in one.occasions})
    return [(kind.label, kinds[kind]) for kind in GuidanceKind if kinds[kind]]


class AwardBookView(AwardPage):
    """The figure with its list, on paper."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        book = award_book(self.award, coached_companies(self.award, self.scope))
        return pdf_response(book, f"pembina-produktivitas-{self.award.year}.pdf", keep=True)


class SetAwardRuleView(ServiceFormView):
    action = Action.SET_AWARD_RULE
    page_title = _("How the award counts")
    page_lead = _(
        "The text of the award leaves open what counts. Lay it down with its document; earlier days keep their rule."
    )
    form_class = AwardRuleForm
    success_message = _("The rule is laid down.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [AWARD, Crumb(_("How the award counts"))]

    def get_initial(self) -> dict[str, Any]:
        rule = AwardRule.objects.on(today())
        names = ("threshold_per_million", "counted_kinds", "span")
        return {name: getattr(rule, name) for name in names} if rule else {}

    def call_service(self, form: AwardRuleForm) -> AwardRule:
        return services.set_award_rule(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("companies:award")

    def get_cancel_url(self) -> str:
        return reverse("companies:award")


# --- companies at an activity --------------------------------------------------------------------------------------
class ActivityCompanyListView(ScopedListView):
    """Which companies took part in an activity."""

    action = Action.VIEW_PRODUCTIVITY
    filterset_class = GuidanceFilter
    columns = ACTIVITY_COMPANY_COLUMNS
    default_order = Order("company__name")
    template_name = "companies/productivity_list.html"
    empty_state = EmptyState(_("No company is entered yet"), _("Enter each company that took part, by name or NIB."))

    @cached_property
    def activity(self) -> Activity:
        return get_object_or_404(Activity.objects.visible_to(self.scope), pk=self.kwargs["pk"])

    def get_base_queryset(self) -> QuerySet:
        return Guidance.objects.filter(activity=self.activity)

    def get_page_title(self) -> str:
        return gettext("Companies: %(activity)s") % {"activity": self.activity}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(str(self.activity), self.activity.get_absolute_url()), Crumb(_("Companies"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = activity_tabs(self.activity, self.request.user, "companies:activity_companies")
        return super().get_context_data(tabs=tabs, **kwargs)

    def get_page_actions(self) -> Sequence[PageAction]:
        if not services.is_guiding(self.activity):
            return []
        url = reverse("companies:activity_company_add", args=[self.activity.pk])
        return [PageAction(_("Enter a company"), url, Action.COACH_COMPANY, primary=True)]


class AddActivityCompanyView(ServiceFormView):
    action = Action.COACH_COMPANY
    queryset = Activity.objects.all()
    page_title = _("Enter a company")
    form_class = ActivityCompanyForm
    success_message = _("The company is entered.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(str(self.object), self.get_success_url()), Crumb(_("Enter a company"))]

    def call_service(self, form: ActivityCompanyForm) -> Guidance:
        return services.record_company_at_activity(actor=self.request.user, activity=self.object, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("companies:activity_companies", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return self.get_success_url()


class RemoveActivityCompanyView(ActionView):
    action = Action.COACH_COMPANY
    queryset = Guidance.objects.all()
    success_message = _("The company is taken out.")

    def call_service(self) -> None:
        services.remove_company_from_activity(actor=self.request.user, guidance=self.object)

    def get_success_url(self) -> str:
        return reverse("companies:activity_companies", args=[self.object.activity_id])

    def get_failure_url(self) -> str:
        return reverse("companies:company_productivity", args=[self.object.company_id])
