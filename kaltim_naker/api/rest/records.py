"""Records that programs enter and correct: by the service of the page, with the sender's own number kept."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from kaltim_naker.accounts.models import Office
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.rest.versions import etag_of, require_same
from kaltim_naker.api.rest.viewsets import ResourceViewSet
from kaltim_naker.api.rest.writing import Written, submit
from kaltim_naker.api.services.receipts import RowVerdict
from kaltim_naker.api.services.references import note_record, with_foreign_id


class RecordViewSet(ResourceViewSet):
    """One kind of record. `resource` is its name in the address; what may be entered, the services say."""

    lookup_value_converter = "uuid"
    resource: ClassVar[str]
    route: ClassVar[str]
    input_class: ClassVar[type[serializers.Serializer]]
    #: What may be changed later, where it is not the same.
    change_class: ClassVar[type[serializers.Serializer] | None] = None
    #: Action of a step of its way → what is sent for it.
    step_inputs: ClassVar[Mapping[str, type[serializers.Serializer]]] = {}

    @property
    def office(self) -> Office:
        """The office whose program asks."""
        return self.request.auth.office

    def get_base_queryset(self) -> QuerySet:
        return self.with_foreign_id(super().get_base_queryset())

    def with_foreign_id(self, records: QuerySet) -> QuerySet:
        return with_foreign_id(records, self.request.auth and self.request.auth.office_id, self.resource)

    def enter(self, sent: dict[str, Any]) -> Model:
        """Call the service that makes a record."""
        raise NotImplementedError

    def amend(self, record: Model, sent: dict[str, Any]) -> Model:
        """Call the service that changes one, which is locked."""
        raise NotImplementedError

    def submit_new(self, request: Request) -> Response:
        return submit(request, self.operation("create"), self._enter)

    def submit_change(self, request: Request) -> Response:
        return submit(request, self.operation("update"), self._amend)

    def submit_step(self, request: Request, work: Callable[[Model, dict[str, Any]], Model | None]) -> Response:
        """A step of a record's way, which has an input of its own."""
        return submit(request, self.operation(self.action), lambda: self._step(work))

    def operation(self, verb: str) -> str:
        """As receipts name it."""
        return f"{self.resource.replace('-', '_')}.{verb}"

    def _enter(self) -> Written:
        sent = self.checked(self.input_class)
        foreign_id = sent.pop("foreign_id", "")
        record = self.enter(sent)
        self.note(record, foreign_id)
        return self.written(record, 201, foreign_id)

    def _amend(self) -> Written:
        record = self.locked()
        require_same(self.request, self.represent(record.pk))
        sent = self.checked(self.change_class or self.input_class, partial=True)
        foreign_id = sent.pop("foreign_id", "")
        changed = self.amend(record, sent)
        self.note(changed, foreign_id)
        return self.written(changed, 200, foreign_id)

    def _step(self, work: Callable[[Model, dict[str, Any]], Model | None]) -> Written:
        record = self.locked()
        require_same(self.request, self.represent(record.pk))
        work(record, self.checked(self.step_inputs[self.action]))
        return self.written(record, 200)

    def locked(self) -> Model:
        """The record of the address, locked until the transaction ends; 404 where it is none of theirs."""
        key = self.get_queryset().filter(pk=self.kwargs["pk"]).values_list("pk", flat=True).first()
        if key is None:
            raise Http404
        records = self.get_queryset().model._default_manager
        return records.select_for_update(of=("self",)).get(pk=key)

    def note(self, record: Model, foreign_id: str) -> None:
        note_record(office=self.office, resource=self.resource, record=record.pk, foreign_id=foreign_id)

    def written(self, record: Model, status: int, foreign_id: str = "") -> Written:
        body = self.represent(record.pk)
        address = reverse(f"api:{self.route}-detail", args=[record.pk], request=self.request)
        return Written(
            body=body,
            status=status,
            headers={"Location": address, "ETag": etag_of(body)},
            verdicts=[RowVerdict(row=1, outcome=Outcome.ACCEPTED, id=str(record.pk), foreign_id=foreign_id)],
        )
