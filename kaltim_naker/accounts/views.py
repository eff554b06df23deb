"""Coming in by an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from kaltim_naker.accounts.services import accept_invitation, open_invitation
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.throttle import is_too_often


class PasswordForm(forms.Form):
    """A password of one's own, typed twice because nobody else knows it."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more: three or four unrelated words are good and easy to keep."),
    )
    again = forms.CharField(
        label=_("Your password once more"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two are not the same."))
        return given


@method_decorator([login_not_required, never_cache], name="dispatch")
class InvitationView(FormView):
    """A link from a mail: choose a password, then log in."""

    form_class = PasswordForm
    template_name = "accounts/invitation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_too_often(request, "invitation", limit=20):
            return self.render_to_response({"is_over": True}, status=429)
        try:
            self.invitation = open_invitation(kwargs["token"])
        except DomainError:
            return self.render_to_response({"is_over": True}, status=404)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            accept_invitation(token=self.kwargs["token"], password=form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error("password", error)
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("account_login"))

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
