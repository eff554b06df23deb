"""What several pages of this app need: taking a class off a record, and handing out a workbook or a paper."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.ids import as_uuid
from kaltim_naker.ui.export import XLSX_TYPE, Sheet, write_book
from kaltim_naker.ui.views import ActionView
from programs.models import TrainingClass


class ReleaseClassView(ActionView):
    """Take a class off what it came of or answers; `class` in the form names it."""

    action = Action.DECIDE_PROPOSAL
    success_message = _("The class is taken off.")

    def release(self, training_class: TrainingClass) -> None:
        raise NotImplementedError

    def call_service(self) -> None:
        training_class = TrainingClass.objects.filter(pk=as_uuid(self.request.POST.get("class", ""))).first()
        if training_class is None:
            raise DomainError("class_unknown", _("There is no such class."))
        self.release(training_class)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


def book_response(sheets: Sequence[Sheet], title: str, name: str, notes: Sequence[Any] = ()) -> FileResponse:
    """A workbook of several sheets to keep."""
    workbook = write_book(sheets, title=title, notes=notes)
    return FileResponse(workbook, as_attachment=True, filename=name, content_type=XLSX_TYPE)
