"""Pages of tokens. The secret is shown on the answer to the form that made it, and never again."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import offices_in
from kaltim_naker.api.choices import Grant
from kaltim_naker.api.constants import RENEW_SANDBOX, ROLE_OF
from kaltim_naker.api.filters import TokenFilter
from kaltim_naker.api.forms import RotateForm, TokenForm
from kaltim_naker.api.models import OfficeToken, TokenSecret
from kaltim_naker.api.services import make_token, revoke_token, rotate_token
from kaltim_naker.api.tables import EXPIRED, IN_FORCE, REVOKED, SANDBOX, TOKEN_COLUMNS
from kaltim_naker.core.jobs import defer
from kaltim_naker.core.sandbox import is_configured
from kaltim_naker.ui.components import Badge, Crumb, EmptyState, PageAction
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.views import ActionView, GuardedView, ScopedDetailView, ScopedListView, ServiceFormView

TOKENS = Crumb(_("Tokens"), reverse_lazy("tokens:list"))


class TokenListView(ScopedListView):
    action = Action.MANAGE_TOKENS
    page_title = _("Tokens")
    page_lead = _("With a token a program of your office reads and sends data by itself, within what you allow it.")
    filterset_class = TokenFilter
    columns = TOKEN_COLUMNS
    default_order = Order("pk", descending=True)
    empty_state = EmptyState(_("No token yet"), _("Make one for the program that sends your data."))

    def get_base_queryset(self) -> QuerySet:
        secrets = TokenSecret.objects.filter(token=OuterRef("pk"))
        last = secrets.order_by().values("token").annotate(expires=Max("expires_at"), used=Max("last_used_at"))
        return OfficeToken.objects.annotate(
            expires=Subquery(last.values("expires")),
            last_used=Subquery(last.values("used")),
            lives=Exists(secrets.filter(expires_at__gt=timezone.now())),
        )

    def get_page_actions(self) -> Sequence[PageAction]:
        return [
            PageAction(_("Make a token"), reverse("tokens:make"), primary=True),
            PageAction(_("Webhooks"), reverse("tokens:webhooks")),
            PageAction(_("Receipts"), reverse("tokens:receipts"), action=Action.VIEW_RECEIPTS),
            *_renewal(),
        ]


def _renewal() -> Sequence[PageAction]:
    if not is_configured():
        return []
    return [
        PageAction(
            _("Empty the sandbox"),
            reverse("tokens:renew_sandbox"),
            action=Action.RENEW_SANDBOX,
            post=True,
            danger=True,
            confirm=_("What all programs wrote to the sandbox goes, and a new copy is made. Their keys stay."),
        )
    ]


class TokenDetailView(ScopedDetailView):
    action = Action.MANAGE_TOKENS
    template_name = "api/token_detail.html"

    def get_base_queryset(self) -> QuerySet:
        return OfficeToken.objects.select_related("office", "made_by", "revoked_by")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [TOKENS, Crumb(str(self.object))]

    def get_page_actions(self) -> Sequence[PageAction]:
        if self.object.revoked_at:
            return []
        return [
            PageAction(_("New secret"), reverse("tokens:rotate", args=[self.object.pk])),
            PageAction(
                _("Revoke"),
                reverse("tokens:revoke", args=[self.object.pk]),
                post=True,
                danger=True,
                confirm=_("The program is shut out at once and for good. What it sent stays."),
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        token = self.object
        secrets = list(token.secrets.select_related("token"))
        return super().get_context_data(
            page_badge=state_of(token, secrets),
            grants=[Grant(grant).label for grant in token.grants],
            secrets=[(secret, IN_FORCE if secret.is_usable else EXPIRED) for secret in secrets],
            receipts=token.receipts.all()[:10],
            **kwargs,
        )


def state_of(token: OfficeToken, secrets: Sequence[TokenSecret]) -> Badge:
    if token.revoked_at:
        return REVOKED
    return IN_FORCE if any(secret.is_usable for secret in secrets) else EXPIRED


class SecretFormView(ServiceFormView):
    """A form whose answer is the page with the new secret. It is no address: whoever comes back finds it gone."""

    action = Action.MANAGE_TOKENS
    answer_template = "api/token_secret.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code != 302:
            return response
        token, secret = self.result
        self.template_name = self.answer_template
        self.page_title = _("The new secret")
        return self.render_to_response(
            super().get_context_data(form=form, token=token, secret=secret, sandbox_badge=SANDBOX)
        )

    def get_success_url(self) -> str:
        return reverse("tokens:list")


class TokenMakeView(SecretFormView):
    page_title = _("Make a token")
    form_class = TokenForm
    queryset = OfficeToken.objects.all()
    submit_label = _("Make the token")

    def get_form_kwargs(self) -> dict[str, Any]:
        offices = offices_in(self.scope).filter(kind__in=ROLE_OF)
        return {**super().get_form_kwargs(), "offices": offices}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [TOKENS, Crumb(self.page_title)]

    def call_service(self, form: TokenForm) -> tuple[OfficeToken, str]:
        return make_token(actor=self.request.user, **form.cleaned_data)

    def get_cancel_url(self) -> str:
        return reverse("tokens:list")


class TokenRotateView(SecretFormView):
    page_title = _("New secret")
    page_lead = _("The program goes on with the old secret until it has the new one.")
    form_class = RotateForm
    queryset = OfficeToken.objects.all()
    submit_label = _("Make a new secret")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [TOKENS, Crumb(str(self.object), self.object.get_absolute_url()), Crumb(self.page_title)]

    def call_service(self, form: RotateForm) -> tuple[OfficeToken, str]:
        return self.object, rotate_token(actor=self.request.user, token=self.object, **form.cleaned_data)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class SandboxRenewView(GuardedView):
    """Asks the workers for a new sandbox; every night they make one by themselves."""

    action = Action.RENEW_SANDBOX

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_configured():
            defer(RENEW_SANDBOX)
            messages.success(request, _("The sandbox is being made anew; that takes a moment."))
        else:
            messages.error(request, _("There is no sandbox here."))
        return HttpResponseRedirect(reverse("tokens:list"))


class TokenRevokeView(ActionView):
    action = Action.MANAGE_TOKENS
    queryset = OfficeToken.objects.all()
    success_message = _("The token is revoked.")

    def call_service(self) -> OfficeToken:
        return revoke_token(actor=self.request.user, token=self.object)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()
