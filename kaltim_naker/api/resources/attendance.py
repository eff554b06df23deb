"""Sessions of a class, and who was there: sent class day by class day, or as a list of marks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from kaltim_naker.access.actions import Action
from kaltim_naker.api.choices import Outcome
from kaltim_naker.api.filters import AttendanceFilter, SessionFilter
from kaltim_naker.api.resources.many import (
    BulkInput,
    BulkResultSerializer,
    Envelope,
    SentRow,
    in_shape,
    refusal,
    settled,
)
from kaltim_naker.api.resources.parts import PersonPart
from kaltim_naker.api.resources.who import OfEnrolmentInput, classes_in, enrolments_in
from kaltim_naker.api.rest.errors import REFUSALS
from kaltim_naker.api.rest.fields import RecordField, TextField
from kaltim_naker.api.rest.records import RecordViewSet
from kaltim_naker.api.rest.viewsets import ResourceViewSet
from kaltim_naker.api.rest.writing import Written, submit
from kaltim_naker.api.services.receipts import RowVerdict
from kaltim_naker.core.errors import DomainError
from programs.models import TrainingClass
from trainees.choices import Mark
from trainees.models import AttendanceMark, Session
from trainees.services import MarkEntry, plan_sessions, record_attendance

_HOURS = {"min_value": 1, "max_value": 16, "required": False}
_LATE = {"max_length": 200, "required": False, "help_text": "Why a mark that stood for days is changed."}


class SessionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    training_class = serializers.UUIDField(source="training_class_id")
    held_on = serializers.DateField()
    part = serializers.IntegerField(help_text="Part of the day, from 1.")
    hours = serializers.IntegerField(help_text="Training hours (JP) of 45 minutes.")
    topic = serializers.CharField()
    instructor = serializers.CharField(source="instructor.full_name", allow_null=True)


class SessionViewSet(ResourceViewSet):
    """The days of a class and their parts."""

    needs = {"list": Action.VIEW_ATTENDANCE, "retrieve": Action.VIEW_ATTENDANCE}
    serializer_class = SessionSerializer
    queryset = Session.objects.all()
    filterset_class = SessionFilter
    lookup_value_converter = "uuid"


class SessionPart(serializers.Serializer):
    id = serializers.UUIDField()
    held_on = serializers.DateField()
    part = serializers.IntegerField()
    hours = serializers.IntegerField()


class MarkSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    training_class = serializers.UUIDField(source="session.training_class_id")
    session = SessionPart()
    enrolment = serializers.UUIDField(source="enrolment_id")
    job_seeker = PersonPart(source="enrolment.job_seeker")
    mark = serializers.CharField(help_text="H present, S sick, I excused, A absent.")
    hours = serializers.IntegerField(help_text="Attended.")
    late_reason = serializers.CharField()
    first_recorded_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class MarkOfDayInput(serializers.Serializer):
    enrolment = RecordField(enrolments_in)
    mark = serializers.ChoiceField(Mark.choices)
    hours = serializers.IntegerField(**_HOURS, help_text="All of the session where it is missing.")


class DayInput(serializers.Serializer):
    """One part of a day of a class."""

    training_class = RecordField(classes_in)
    held_on = serializers.DateField()
    part = serializers.IntegerField(min_value=1, max_value=8, default=1)
    hours = serializers.IntegerField(**_HOURS, help_text="Of the session, where it was not planned before.")
    marks = MarkOfDayInput(many=True, min_length=1, max_length=200)
    late_reason = TextField(**_LATE)


class DaySerializer(serializers.Serializer):
    session = serializers.UUIDField()
    changed = serializers.IntegerField(help_text="Marks that were new or different.")


class MarkInput(serializers.Serializer):
    mark = serializers.ChoiceField(Mark.choices)
    hours = serializers.IntegerField(**_HOURS)
    late_reason = TextField(**_LATE)


class MarkRowInput(OfEnrolmentInput):
    """One person on one day; the session must have been planned."""

    held_on = serializers.DateField()
    part = serializers.IntegerField(min_value=1, max_value=8, default=1)
    mark = serializers.ChoiceField(Mark.choices)
    hours = serializers.IntegerField(**_HOURS)
    late_reason = TextField(**_LATE)


class MarkBulkInput(BulkInput):
    """Up to 1,000 rows. With `all_or_none` nothing is written unless every row can be."""

    rows = MarkRowInput(many=True)


class AttendanceViewSet(RecordViewSet):
    """Who was there."""

    needs = {
        "list": Action.VIEW_ATTENDANCE,
        "retrieve": Action.VIEW_ATTENDANCE,
        "create": Action.RECORD_ATTENDANCE,
        "partial_update": Action.RECORD_ATTENDANCE,
        "bulk": Action.RECORD_ATTENDANCE,
    }
    resource, route = "attendance", "attendance"
    serializer_class, input_class = MarkSerializer, MarkInput
    queryset = AttendanceMark.objects.all()
    filterset_class = AttendanceFilter

    @extend_schema(request=DayInput, responses=DaySerializer)
    def create(self, request: Request) -> Response:
        """Send a day of a class. What stands there already is corrected; an old mark only with a reason.

        A part of a day that was not planned is planned with the `hours` that you give.
        """
        return submit(request, self.operation("create"), self._day)

    @extend_schema(request=MarkInput, responses=MarkSerializer)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Correct one mark."""
        return self.submit_change(request)

    @extend_schema(request=MarkBulkInput, responses={200: BulkResultSerializer, 422: BulkResultSerializer})
    @action(methods=["post"], detail=False)
    def bulk(self, request: Request) -> Response:
        """Up to 1,000 marks of any of your classes, with a verdict on each."""
        return submit(request, self.operation("bulk"), lambda: write_marks(self))

    def _day(self) -> Written:
        sent = self.checked(DayInput)
        session = _session(self.request.user, sent)
        cells = {(session.pk, one["enrolment"].pk): MarkEntry(one["mark"], one.get("hours")) for one in sent["marks"]}
        if len(cells) < len(sent["marks"]):
            raise DomainError("repeated_row", _("A person stands there more than once."), field="marks")
        changed = record_attendance(
            actor=self.request.user,
            training_class=sent["training_class"],
            cells=cells,
            late_reason=sent.get("late_reason", ""),
        )
        return Written(body={"session": str(session.pk), "changed": changed})

    def amend(self, record: AttendanceMark, sent: dict[str, Any]) -> AttendanceMark:
        mark = sent.get("mark", record.mark)
        hours = sent.get("hours", record.hours if mark == record.mark else None)
        record_attendance(
            actor=self.request.user,
            training_class=record.session.training_class,
            cells={(record.session_id, record.enrolment_id): MarkEntry(mark, hours)},
            late_reason=sent.get("late_reason", ""),
        )
        return record


def _session(actor: Any, sent: Mapping[str, Any]) -> Session:
    """The part of the day; planned where there is none yet and its hours are given."""
    training_class, day, part = sent["training_class"], sent["held_on"], sent["part"]
    sessions = Session.objects.filter(training_class=training_class, held_on=day)
    if found := sessions.filter(part=part).first():
        return found
    if "hours" not in sent or part != sessions.count() + 1:
        message = _("There is no such session. Give its hours, and the parts of a day in their order.")
        raise DomainError("session_unknown", message, field="held_on")
    [planned] = plan_sessions(actor=actor, training_class=training_class, days=[day], hours=sent["hours"])
    return planned


def write_marks(view: AttendanceViewSet) -> Written:
    """Class by class; where a rule is broken in one, its rows are tried one by one."""
    envelope = view.checked(Envelope)
    good, verdicts = in_shape(view, envelope["rows"], MarkRowInput)
    by_class: dict[tuple[UUID, str], list[SentRow]] = defaultdict(list)
    met: set[tuple[Any, ...]] = set()
    for one in good:
        place = (one.sent["enrolment"].pk, one.sent["held_on"], one.sent["part"])
        if place in met:
            error = DomainError("repeated_row", _("A person stands there more than once."))
            verdicts.append(refusal(one, error))
        else:
            by_class[one.sent["enrolment"].training_class_id, one.sent.get("late_reason", "")].append(one)
        met.add(place)
    for rows in by_class.values():
        verdicts += _marks_of_class(view, rows)
    return settled(verdicts, all_or_none=envelope["all_or_none"])


def _marks_of_class(view: AttendanceViewSet, rows: Sequence[SentRow]) -> list[RowVerdict]:
    training_class = rows[0].sent["enrolment"].training_class
    days = {(one.held_on, one.part): one.pk for one in Session.objects.filter(training_class=training_class)}
    try:
        with transaction.atomic():
            return _write_marks(view, training_class, rows, days)
    except REFUSALS as error:
        if len(rows) == 1:
            return [refusal(rows[0], error)]
    return [verdict for one in rows for verdict in _marks_of_class(view, [one])]


def _write_marks(
    view: AttendanceViewSet, training_class: TrainingClass, rows: Sequence[SentRow], days: Mapping[Any, UUID]
) -> list[RowVerdict]:
    cells = {}
    for one in rows:
        session = days.get((one.sent["held_on"], one.sent["part"]))
        if session is None:
            raise DomainError("session_unknown", _("There is no such session."), field="held_on")
        cells[session, one.sent["enrolment"].pk] = MarkEntry(one.sent["mark"], one.sent.get("hours"))
    late_reason = rows[0].sent.get("late_reason", "")
    record_attendance(actor=view.request.user, training_class=training_class, cells=cells, late_reason=late_reason)
    marks = AttendanceMark.objects.of_class(training_class).filter(session__in={key[0] for key in cells})
    keys = {(mark.session_id, mark.enrolment_id): mark.pk for mark in marks}
    return [
        RowVerdict(row=one.row, outcome=Outcome.ACCEPTED, id=str(keys[cell]), foreign_id=one.foreign_id, done="written")
        for one, cell in zip(rows, cells, strict=True)
    ]
