"""Users, the offices of government they work for, and their roles there."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.guards import OF_MEMBERSHIPS, OF_USERS
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.regions.models import Region


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff. Logs in by e-mail; is known by one full name, as on the identity card."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the support pages"), default=False)
    date_joined = models.DateTimeField(_("account since"), default=timezone.now)

    objects = UserManager()

    #: Names of the only actions that may be used now, out of those the roles allow; None: all of them. A program that
    #: comes with a token is narrowed to what the token was made for (kaltim_naker.api).
    narrowed_to: frozenset[str] | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        triggers = [OF_USERS]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("An account with this e-mail exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @cached_property
    def held_memberships(self) -> "list[Membership]":
        """All roles of this person with their offices, read once per request; none for a closed account."""
        return list(self.memberships.select_related("office__region")) if self.is_active else []

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class OfficeKind(models.TextChoices):
    PROVINCE = "province", _("provincial office")
    TRAINING_CENTRE = "training_centre", _("training centre")
    REGIONAL_OFFICE = "regional_office", _("regional office")


class Office(models.Model):
    """A unit of government that people work for: the provincial office, a training centre, a regional office.

    It lies below the programmes so that a membership can name a centre without an import upwards; a
    `programs.TrainingCentre` is an office seen from the training side, with the same key.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=OfficeKind)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices", verbose_name=_("region"))

    class Meta:
        ordering = ["kind", "code"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            one_of("kind", OfficeKind, "accounts_office_kind_known"),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(kind=OfficeKind.REGIONAL_OFFICE),
                name="accounts_office_one_regional_office",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role that a person holds in an office."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("office"))
    role = models.CharField(_("role"), max_length=30, choices=Role)

    class Meta:
        ordering = ["office", "role"]
        verbose_name = _("role in an office")
        verbose_name_plural = _("roles in offices")
        triggers = [OF_MEMBERSHIPS]
        constraints = [
            one_of("role", Role, "accounts_membership_role_known"),
            models.UniqueConstraint(
                fields=["user", "office", "role"],
                name="accounts_membership_once",
                violation_error_message=_("This person already holds this role in this office."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.office.short_name}"


class Invitation(models.Model):
    """The way into a new account: a link that works once and for three days. Nobody knows a password but its owner."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("user"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            in_order(
                "made_at", "expires_at", "accounts_invitation_expires", _("An invitation expires after it was made.")
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at__isnull=True), name="accounts_invitation_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.made_at:%Y-%m-%d}"
