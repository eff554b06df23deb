"""What is kept, why, how long, and whom to ask: in public as a notice, for the staff as the register of processing."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from kaltim_naker.access.actions import Action
from kaltim_naker.privacy.personal import PARTS, PURPOSES, Part, Purpose
from kaltim_naker.ui.views import PageView
from trainees.constants import PRIVACY_NOTICE_VERSION


@method_decorator(login_not_required, name="dispatch")
class NoticeView(TemplateView):
    """The privacy notice (article 21), of the version that registrations name."""

    template_name = "privacy/notice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=_("How your data are protected"),
            version=PRIVACY_NOTICE_VERSION,
            purposes=PURPOSES,
            privacy=settings.PRIVACY,
            office=settings.LETTERHEAD["office"],
            **kwargs,
        )


class RegisterView(PageView):
    """The register of processing (article 31): drawn from the map that the program itself works by."""

    action = Action.TAKE_PRIVACY_REQUEST
    template_name = "privacy/register.html"
    page_title = _("Register of processing")
    page_lead = _("Which table holds what about a person, and for what purpose. Nothing personal lies outside it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(purposes=[(purpose, self.tables_of(purpose)) for purpose in PURPOSES], **kwargs)

    def tables_of(self, purpose: Purpose) -> Sequence[tuple[str, str]]:
        return [(str(part.model._meta.verbose_name), columns_of(part)) for part in PARTS if part.purpose == purpose]


def columns_of(part: Part) -> str:
    return ", ".join(str(part.model._meta.get_field(name).verbose_name) for name in part.given)
