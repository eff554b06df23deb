"""The living style page: every component of the kit, drawn by the same tags as everywhere else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaltim_naker.access.actions import Action
from kaltim_naker.regions.models import Region
from kaltim_naker.ui import style_samples as samples
from kaltim_naker.ui.components import Badge, Crumb, PageAction
from kaltim_naker.ui.views import GuardedView, PageView


class StyleView(PageView):
    """GET /style/"""

    action = Action.VIEW_STYLE_PAGE
    template_name = "ui/style.html"
    page_title = gettext_lazy("Style page")
    page_lead = gettext_lazy("Every part that pages are made of. New pages use these parts; nobody styles by hand.")

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("First page"), "/"), Crumb(self.page_title)]

    def get_page_actions(self) -> list[PageAction]:
        return [PageAction(_("Secondary"), "#main"), PageAction(_("Primary"), "#main", primary=True)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = samples.SampleForm({"full_name": "Siti 2 Aisyah", "sex": "P"})
        return context | {
            "tones": [Badge(tone, tone) for tone in ("good", "info", "warn", "bad", "neutral", "done")],
            "filterset": samples.SampleFilter(self.request.GET, queryset=Region.objects.none()),
            "table": samples.table(self.request.GET),
            "count_text": samples.table(self.request.GET).page.count_text,
            "figures": samples.figures(),
            "inbox_items": samples.inbox_items(),
            "step_items": samples.steps(),
            "tab_items": samples.tab_items(),
            "pairs": samples.pairs(),
            "empty": samples.empty(),
            "form": form,
            "running": samples.running_job(),
            "ended": samples.ended_jobs(),
            "progress_url": reverse("ui:style_progress"),
            "charts": [samples.bar_card(), samples.line_card()],
            "tiles": samples.tile_card(),
            "spark": samples.spark(),
        }


class StyleProgressView(GuardedView):
    """GET /style/progress/: the running job again, for htmx."""

    action = Action.VIEW_STYLE_PAGE

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"running": samples.running_job(), "progress_url": request.path}
        return render(request, "ui/style_progress.html", context)
