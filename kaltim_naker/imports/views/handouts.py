"""Templates to be filled in, for a class or for any."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from kaltim_naker.access.actions import Action
from kaltim_naker.imports.entries import Subject
from kaltim_naker.imports.handouts import build_template
from kaltim_naker.imports.kinds import Kind, get_kind
from kaltim_naker.imports.models import offices_for
from kaltim_naker.ui.export import XLSX_TYPE
from kaltim_naker.ui.views import GuardedView


class TemplateView(GuardedView):
    """The template of a kind. It holds our lists and the name of a class, and nobody's data."""

    action = Action.USE_IMPORT_DESK

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.declaration = get_kind(kwargs["kind"])
        except KeyError:
            raise Http404 from None
        if self.declaration.action is None or self.declaration.template is None:
            raise Http404
        self.action = self.declaration.action  # type: ignore[misc]

    def get(self, request: HttpRequest, kind: str, pk: UUID | None = None) -> HttpResponse:
        chosen = self._subject(self.declaration, str(pk)) if pk else None
        response = HttpResponse(build_template(self.declaration, chosen), content_type=XLSX_TYPE)
        name = slugify(f"templat {self.declaration.label} {chosen.title if chosen else ''}")
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response

    def _subject(self, kind: Kind, key: str) -> Subject:
        found = kind.template.subject(key, self.scope) if kind.template else None
        if found is None or not offices_for(self.request.user, kind).filter(pk=found.office.pk).exists():
            raise Http404
        return found
