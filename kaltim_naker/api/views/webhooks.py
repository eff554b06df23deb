"""Pages of webhooks: which address is called, what came of each call, and the button to call once more."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.api.filters import WebhookFilter
from kaltim_naker.api.forms import WebhookForm
from kaltim_naker.api.models import Delivery, OfficeToken, Webhook
from kaltim_naker.api.services import webhooks as services
from kaltim_naker.api.tables import DELIVERY_BADGES, GIVEN_UP, IN_FORCE, STOPPED, WEBHOOK_COLUMNS
from kaltim_naker.api.views.tokens import TOKENS, SecretFormView
from kaltim_naker.ui.components import Badge, Crumb, EmptyState, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, ScopedDetailView, ScopedListView

WEBHOOKS = Crumb(_("Webhooks"), reverse_lazy("tokens:webhooks"))
_SHOWN = 50


class WebhookListView(ScopedListView):
    action = Action.MANAGE_TOKENS
    page_title = _("Webhooks")
    page_lead = _("We call the address of your program when something happened to records that its token may read.")
    filterset_class = WebhookFilter
    columns = WEBHOOK_COLUMNS
    default_order = Order("pk", descending=True)
    empty_state = EmptyState(
        _("No webhook yet"), _("Without one, your program asks what happened since it last asked.")
    )

    def get_base_queryset(self) -> QuerySet:
        return Webhook.objects.annotate(failed=Count("deliveries", filter=Q(deliveries__state="failed")))

    def get_crumbs(self) -> Sequence[Crumb]:
        return [TOKENS, Crumb(self.page_title)]

    def get_page_actions(self) -> Sequence[PageAction]:
        return [PageAction(_("Make a webhook"), reverse("tokens:webhook_make"), primary=True)]


class WebhookMakeView(SecretFormView):
    page_title = _("Make a webhook")
    form_class = WebhookForm
    queryset = Webhook.objects.all()
    submit_label = _("Make the webhook")
    answer_template = "api/webhook_secret.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "tokens": OfficeToken.objects.in_force().filter(is_sandbox=False).visible_to(self.scope),
        }

    def get_crumbs(self) -> Sequence[Crumb]:
        return [TOKENS, WEBHOOKS, Crumb(self.page_title)]

    def call_service(self, form: WebhookForm) -> tuple[Webhook, str]:
        return services.make_webhook(actor=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("tokens:webhooks")

    def get_cancel_url(self) -> str:
        return reverse("tokens:webhooks")


class WebhookDetailView(ScopedDetailView):
    action = Action.MANAGE_TOKENS
    template_name = "api/webhook_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return Webhook.objects.select_related("token__office", "made_by")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [TOKENS, WEBHOOKS, Crumb(str(self.object.token), self.object.token.get_absolute_url())]

    def get_page_actions(self) -> Sequence[PageAction]:
        key = [self.object.pk]
        if self.object.stopped_at:
            return [PageAction(_("Let it go on"), reverse("tokens:webhook_resume", args=key), post=True, primary=True)]
        question = _("What happens meanwhile is told once you let it go on.")
        return [
            PageAction(_("Stop"), reverse("tokens:webhook_stop", args=key), post=True, danger=True, confirm=question)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        calls = self.object.deliveries.all()[:_SHOWN]
        return super().get_context_data(
            page_badge=state_of(self.object),
            calls=[(one, DELIVERY_BADGES[one.state], len(one.body["items"])) for one in calls],
            **kwargs,
        )


def state_of(webhook: Webhook) -> Badge:
    if webhook.stopped_at is None:
        return IN_FORCE
    return GIVEN_UP if webhook.stopped_by_failure else STOPPED


class OnWebhookView(ActionView):
    action = Action.MANAGE_TOKENS
    queryset = Webhook.objects.all()

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class WebhookStopView(OnWebhookView):
    success_message = _("The webhook is stopped.")

    def call_service(self) -> Webhook:
        return services.stop_webhook(actor=self.request.user, webhook=self.object)


class WebhookResumeView(OnWebhookView):
    success_message = _("The webhook goes on.")

    def call_service(self) -> Webhook:
        return services.resume_webhook(actor=self.request.user, webhook=self.object)


class DeliveryResendView(ActionView):
    action = Action.MANAGE_TOKENS
    queryset = Delivery.objects.select_related("webhook")
    success_message = _("The call is made once more within a minute.")

    def call_service(self) -> Delivery:
        return services.resend(actor=self.request.user, delivery=self.object)

    def get_success_url(self) -> str:
        return self.object.webhook.get_absolute_url()
