"""Many job seekers in one request, with a verdict on each."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.constants import BULK_LIMIT
from kaltim_naker.api.resources.inputs import JobSeekerInput, person_data
from kaltim_naker.api.resources.receipts import RowVerdictSerializer
from kaltim_naker.api.rest.viewsets import ApiViewSet
from kaltim_naker.api.rest.writing import Refused, Written
from kaltim_naker.api.services.bulk import SentPerson, upsert_job_seekers
from kaltim_naker.api.services.faults import Fault, faults_of
from kaltim_naker.api.services.receipts import RowVerdict
from trainees.models import JobSeeker


class JobSeekerBulkInput(serializers.Serializer):
    """Up to 1,000 people. With `all_or_none` nothing is written unless every row can be."""

    rows = JobSeekerInput(many=True)
    all_or_none = serializers.BooleanField(default=False)


class _Envelope(serializers.Serializer):
    """The same without looking into the rows, which are judged one by one."""

    rows = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=BULK_LIMIT)
    all_or_none = serializers.BooleanField(default=False)


class BulkResultSerializer(serializers.Serializer):
    accepted = serializers.IntegerField()
    held = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = RowVerdictSerializer(many=True)


def upsert(view: ApiViewSet) -> Written:
    """The work of one submission; raises Refused where all or none was asked for and not all can be."""
    sent = view.checked(_Envelope)
    good, refused = _in_shape(view, sent["rows"])
    token = view.request.auth
    done = upsert_job_seekers(
        actor=view.request.user, office=token.office, rows=good, visible=JobSeeker.objects.visible_to(view.scope)
    )
    verdicts = sorted([*done, *refused], key=lambda one: one.row)
    if sent["all_or_none"] and any(one.outcome != Outcome.ACCEPTED for one in verdicts):
        raise Refused(_written([_taken_back(one) for one in verdicts], 422))
    return _written(verdicts, 200)


def _in_shape(view: ApiViewSet, rows: Sequence[dict[str, Any]]) -> tuple[list[SentPerson], list[RowVerdict]]:
    """Rows that can be understood, and the verdicts on the others. One serializer reads them all."""
    reader = JobSeekerInput(context={"view": view})
    good, refused = [], []
    for number, row in enumerate(rows, start=1):
        try:
            sent = reader.run_validation(row)
            good.append(SentPerson(number, person_data(sent), sent.get("foreign_id", "")))
        except serializers.ValidationError as error:
            foreign_id = str(row.get("foreign_id", ""))[:80]
            refused.append(
                RowVerdict(row=number, outcome=Outcome.REFUSED, foreign_id=foreign_id, errors=faults_of(error))
            )
    return good, refused


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
        "rows": [asdict(one) for one in verdicts],
    }
    return Written(body=body, status=status, verdicts=verdicts)
