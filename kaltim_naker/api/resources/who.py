"""Whom something that is sent is about: by our key, by the NIK, or by the sender's own number."""

from typing import Any, NoReturn

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from kaltim_naker.access.scope import Scope
from kaltim_naker.api.models import JobSeekerReference
from kaltim_naker.api.rest.fields import RecordField, TextField
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.nik import parse_nik
from kaltim_naker.core.periods import today
from programs.models import TrainingClass
from trainees.models import Enrolment, JobSeeker

_WAYS = ("job_seeker", "nik", "job_seeker_foreign_id")


def people_in(scope: Scope) -> QuerySet[JobSeeker]:
    return JobSeeker.objects.visible_to(scope)


def classes_in(scope: Scope) -> QuerySet[TrainingClass]:
    return TrainingClass.objects.visible_to(scope).select_related("programme", "centre")


def enrolments_in(scope: Scope) -> QuerySet[Enrolment]:
    return Enrolment.objects.visible_to(scope).for_list()


class OfPersonInput(serializers.Serializer):
    """Name the person in one way: `job_seeker`, `nik`, or `job_seeker_foreign_id`."""

    job_seeker = RecordField(people_in, required=False, help_text="Our key of the person.")
    nik = TextField(max_length=24, required=False, help_text="16 digits.")
    job_seeker_foreign_id = TextField(max_length=80, required=False, help_text="Your own number of the person.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [name for name in _WAYS if name in attrs]
        if len(given) != 1:
            message = _("Name the person in one way: job_seeker, nik or job_seeker_foreign_id.")
            raise serializers.ValidationError({"job_seeker": [message]}, code="one_person")
        return attrs | {"job_seeker": self._person(attrs.pop(given[0]), given[0])}

    def _person(self, value: Any, way: str) -> JobSeeker:
        if way == "job_seeker":
            return value
        people = people_in(self.context["view"].scope)
        found = people.filter(**(self._by_nik(value) if way == "nik" else self._by_own_number(value))).first()
        return found or refuse(way, "unknown_record", _("There is no such person, or none of yours."))

    def _by_nik(self, text: str) -> dict[str, Any]:
        try:
            return {"nik_index": blind_index(parse_nik(text, today=today()).value)}
        except DomainError as error:
            refuse("nik", error.code, str(error.message))

    def _by_own_number(self, text: str) -> dict[str, Any]:
        office = self.context["view"].request.auth.office
        own = JobSeekerReference.objects.filter(office=office, foreign_id=text)
        return {"pk__in": own.values("job_seeker")}


class OfEnrolmentInput(OfPersonInput):
    """Name the participation by `enrolment`; or name the person, and the class where there is more than one."""

    enrolment = RecordField(enrolments_in, required=False, help_text="Our key of the participation.")
    training_class = RecordField(classes_in, required=False, help_text="Our key of the class.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "enrolment" in attrs:
            if extra := [name for name in (*_WAYS, "training_class") if name in attrs]:
                refuse(extra[0], "one_person", _("The enrolment says it already."))
            return attrs
        person, chosen = super().validate(attrs).pop("job_seeker"), attrs.pop("training_class", None)
        for name in _WAYS:
            attrs.pop(name, None)
        return attrs | {"enrolment": self.participation(person, chosen)}

    def possible(self) -> QuerySet[Enrolment]:
        """The participations that this is about at all."""
        return enrolments_in(self.context["view"].scope)

    def participation(self, person: JobSeeker, training_class: TrainingClass | None) -> Enrolment:
        found = self.possible().filter(job_seeker=person)
        if training_class is not None:
            found = found.filter(training_class=training_class)
        several = list(found.order_by("-enrolled_on")[:2])
        if not several:
            refuse("training_class", "not_in_class", _("This person does not take part there."))
        if len(several) > 1:
            refuse("training_class", "class_ambiguous", _("This person takes part more than once; name the class."))
        return several[0]


def refuse(field: str, code: str, message: str) -> NoReturn:
    raise serializers.ValidationError({field: [message]}, code=code)
