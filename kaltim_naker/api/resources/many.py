"""Many rows in one request, with a verdict on each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import serializers

from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.constants import BULK_LIMIT
from kaltim_naker.api.resources.receipts import RowVerdictSerializer
from kaltim_naker.api.rest.errors import REFUSALS
from kaltim_naker.api.rest.viewsets import ApiViewSet
from kaltim_naker.api.rest.writing import Refused, Written
from kaltim_naker.api.services.faults import Fault, faults_of
from kaltim_naker.api.services.receipts import RowVerdict


class _RowField(serializers.DictField):
    """A row as it came: its values are looked at once, when it is judged."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        return data if isinstance(data, dict) else self.fail("not_a_dict", input_type=type(data).__name__)


class Envelope(serializers.Serializer):
    """What holds the rows, without a look into them: they are judged one by one."""

    rows = serializers.ListField(child=_RowField(), min_length=1, max_length=BULK_LIMIT)
    all_or_none = serializers.BooleanField(default=False)


class BulkInput(serializers.Serializer):
    """Up to 1,000 rows. With `all_or_none` nothing is written unless every row can be."""

    all_or_none = serializers.BooleanField(default=False)


class BulkResultSerializer(serializers.Serializer):
    accepted = serializers.IntegerField()
    held = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = RowVerdictSerializer(many=True)


@dataclass(frozen=True)
class SentRow:
    """One row in shape, numbered from 1."""

    row: int
    sent: dict[str, Any]
    foreign_id: str


def in_shape(
    view: ApiViewSet, rows: Sequence[dict[str, Any]], input_class: type[serializers.Serializer]
) -> tuple[list[SentRow], list[RowVerdict]]:
    """Rows that can be understood, and the verdicts on the others. One serializer reads them all."""
    reader = input_class(context={"view": view})
    good, refused = [], []
    for number, row in enumerate(rows, start=1):
        try:
            sent = reader.run_validation(row)
            good.append(SentRow(number, sent, sent.pop("foreign_id", "")))
        except serializers.ValidationError as error:
            foreign_id = str(row.get("foreign_id", "")).replace("\x00", "")[:80]
            refused.append(
                RowVerdict(row=number, outcome=Outcome.REFUSED, foreign_id=foreign_id, errors=faults_of(error))
            )
    return good, refused


def write_each(
    view: ApiViewSet, input_class: type[serializers.Serializer], write: Callable[[SentRow], tuple[Any, str]]
) -> Written:
    """Write row by row; each is undone by itself where it breaks a rule. `write` gives the key and what was done."""
    envelope = view.checked(Envelope)
    good, verdicts = in_shape(view, envelope["rows"], input_class)
    verdicts += [_verdict(one, write) for one in good]
    return settled(verdicts, all_or_none=envelope["all_or_none"])


def _verdict(one: SentRow, write: Callable[[SentRow], tuple[Any, str]]) -> RowVerdict:
    try:
        with transaction.atomic():
            key, done = write(one)
    except REFUSALS as error:
        return refusal(one, error)
    return RowVerdict(row=one.row, outcome=Outcome.ACCEPTED, id=str(key), foreign_id=one.foreign_id, done=done)


def refusal(one: SentRow, error: Exception) -> RowVerdict:
    return RowVerdict(row=one.row, outcome=Outcome.REFUSED, foreign_id=one.foreign_id, errors=faults_of(error))


def settled(verdicts: Sequence[RowVerdict], *, all_or_none: bool) -> Written:
    """The answer to all rows; raises Refused where all or none was asked for and not all can be."""
    verdicts = sorted(verdicts, key=lambda one: one.row)
    if all_or_none and any(one.outcome != Outcome.ACCEPTED for one in verdicts):
        raise Refused(_written([_taken_back(one) for one in verdicts], 422))
    return _written(verdicts, 200)


def _taken_back(verdict: RowVerdict) -> RowVerdict:
    """A row that was good and goes back with the others."""
    if verdict.outcome != Outcome.ACCEPTED:
        return verdict
    fault = Fault("all_or_none", _("Not written, because other rows could not be."))
    return replace(verdict, outcome=Outcome.REFUSED, id="", done="", errors=[fault])


def _written(verdicts: Sequence[RowVerdict], status: int) -> Written:
    count = {kind: sum(one.outcome == kind for one in verdicts) for kind in Outcome}
    body = {
        "accepted": count[Outcome.ACCEPTED],
        "held": count[Outcome.HELD],
        "refused": count[Outcome.REFUSED],
        "rows": [one.as_data() for one in verdicts],
    }
    return Written(body=body, status=status, verdicts=verdicts)
