"""Lists of people: taking one away is written down, with how many rows and by which filter."""

from django.http.response import HttpResponseBase

from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.models import AccessKind
from kaltim_naker.ui.views import ScopedListView


class PersonalListView(ScopedListView):
    """Base of every list whose rows name people; a test opens each list and asks for the entry."""

    def export(self) -> HttpResponseBase:
        response = super().export()
        if response.status_code == 200:
            record_access(
                actor=self.request.user,
                kind=AccessKind.EXPORT,
                subject=self.exported_subject(),
                rows=self.filtered().count(),
                reason=self.export_reason(),
                request=self.request,
            )
        return response

    def exported_subject(self) -> str:
        """What was taken away; by default the table."""
        return str(self.get_queryset().model._meta.label_lower)

    def export_reason(self) -> str:
        """What is noted beside it; by default the filter."""
        return "; ".join(f"{name}: {value}" for name, value in self.export_notes())
