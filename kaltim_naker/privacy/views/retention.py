"""Pages of data whose time is over."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.privacy.filters import ExpiryFilter
from kaltim_naker.privacy.forms import KeepForm
from kaltim_naker.privacy.models import Expiry
from kaltim_naker.privacy.services import keep_longer
from kaltim_naker.privacy.tables import EXPIRY_COLUMNS
from kaltim_naker.ui.components import Crumb, EmptyState
from kaltim_naker.ui.paging import Order
from kaltim_naker.ui.personal import PersonalListView
from kaltim_naker.ui.views import ServiceFormView

RETENTION = Crumb(_("End of keeping"), reverse_lazy("privacy:expiry_list"))


class ExpiryListView(PersonalListView):
    action = Action.KEEP_RETENTION
    page_title = _("End of keeping")
    queryset = Expiry.objects.all()
    filterset_class = ExpiryFilter
    columns = EXPIRY_COLUMNS
    default_order = Order("announced_on", descending=True)
    empty_state = EmptyState(_("Nobody's time is over"), _("Every night the terms are looked at."))

    @property
    def page_lead(self) -> str:  # type: ignore[override]
        return gettext("Who was announced is anonymised after %(days)s days; what was counted stays counted.") % {
            "days": settings.PRIVACY["notice_days"]
        }


class ExpiryKeepView(ServiceFormView):
    """Keep a person's data longer than the term, for a reason."""

    action = Action.KEEP_RETENTION
    form_class = KeepForm
    page_title = _("Keep longer")
    submit_label = _("Keep")
    success_message = _("The data are kept until that day.")

    def get_base_queryset(self) -> QuerySet:
        return Expiry.objects.select_related("job_seeker")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [RETENTION, Crumb(str(self.object)), Crumb(self.page_title)]

    def call_service(self, form: KeepForm) -> Expiry:
        return keep_longer(actor=self.request.user, expiry=self.object, **form.cleaned_data)

    def get_cancel_url(self) -> str:
        return reverse("privacy:expiry_list")

    def get_success_url(self) -> str:
        return reverse("privacy:expiry_list")
