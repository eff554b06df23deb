"""Support pages for people, offices and roles."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts import services
from kaltim_naker.accounts.freshness import ask_again
from kaltim_naker.accounts.guards import check_now
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.second_factor import STRONG
from kaltim_naker.accounts.sessions import end_sessions_of
from kaltim_naker.core.constraints import explained
from kaltim_naker.core.errors import DomainError

# One way in: the log-in page of the site, with its rate limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Kaltim Naker"
admin.site.index_title = _("Support pages")


class InviteForm(forms.ModelForm):
    """Nobody types a password for somebody else: the person gets a link."""

    class Meta:
        model = User
        fields = ("email", "full_name")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "full_name", "is_active", "is_staff")


class MembershipInline(admin.TabularInline):
    """Roles are taken away here; they are given on the page of approvals, by two people (kaltim_naker.approvals).

    A superuser, whom only somebody on the server can make, gives the first ones.
    """

    model = Membership
    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser


class ConfirmedModelAdmin(admin.ModelAdmin):
    """What is changed here is asked for again, and a rule that it breaks is told in words."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "GET":
            return super().changeform_view(request, object_id, form_url, extra_context)
        ask_again(request)
        try:
            with transaction.atomic():
                response = super().changeform_view(request, object_id, form_url, extra_context)
                check_now()
                return response
        except IntegrityError as error:
            refused = explained(error)
            if refused is None:
                raise
            messages.set_level(request, messages.ERROR)
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method != "GET":
            ask_again(request)
        return super().changelist_view(request, extra_context)


@admin.register(User)
class StaffUserAdmin(ConfirmedModelAdmin, UserAdmin):
    form = UserForm
    add_form = InviteForm
    ordering = ["email"]
    list_display = ["email", "full_name", "is_active", "is_staff", "has_come_in", "has_factor"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["email", "full_name"]
    inlines = [MembershipInline]
    actions = ["send_invitation_again", "reset_factor", "end_sessions"]
    fieldsets = [
        (None, {"fields": ["email", "full_name"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "full_name"], "description": _("A link to choose a password is sent by e-mail.")})
    ]
    # Nobody raises an account above the roles here; `createsuperuser` does, on the server.
    readonly_fields = ["is_superuser", "last_login", "date_joined"]
    filter_horizontal = []

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """There is none: a lost password is reset by its owner, a lost mailbox by a new account."""
        raise PermissionDenied

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        invited = services.invite_user(actor=request.user, email=obj.email, full_name=obj.full_name)
        obj.pk, obj.password = invited.pk, invited.password
        obj._state.adding = False

    @admin.display(description=_("has come in"), boolean=True)
    def has_come_in(self, user: User) -> bool:
        return user.has_usable_password()

    @admin.display(description=_("second factor"), boolean=True)
    def has_factor(self, user: User) -> bool:
        return user.pk in self.with_factor

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        self.with_factor = set(Authenticator.objects.filter(type__in=STRONG).values_list("user_id", flat=True))
        return super().get_queryset(request)

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def send_invitation_again(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._for_each(request, chosen, services.renew_invitation)

    @admin.action(description=_("Reset the second factor"), permissions=["change"])
    def reset_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._for_each(request, chosen, services.reset_second_factor)

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._for_each(request, chosen, lambda actor, user: end_sessions_of(user))

    def _for_each(self, request: HttpRequest, chosen: QuerySet[User], service: Callable[..., Any]) -> None:
        for user in chosen:
            try:
                if not self.has_change_permission(request, user):
                    raise DomainError("above", _("Superusers are managed on the server."))
                service(actor=request.user, user=user)
            except DomainError as refused:
                self.message_user(request, f"{user}: {refused}", messages.ERROR)
            else:
                self.message_user(request, f"{user} ✓", messages.SUCCESS)


@admin.register(Office)
class OfficeAdmin(ConfirmedModelAdmin):
    list_display = ["name", "kind", "region"]
    list_filter = ["kind"]
