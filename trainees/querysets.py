"""Reusable reads about people and their training."""

from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from kaltim_naker.access.scope import Scope, ScopedQuerySet
from kaltim_naker.core.crypto import blind_index
from trainees.choices import EnrolmentState


class JobSeekerQuerySet(ScopedQuerySet):
    """A centre sees the people it registered or enrolled; a regional office its residents."""

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        condition = Q(pk__in=[])
        if scope.centres:
            enrolment = apps.get_model("trainees", "Enrolment")
            enrolled = enrolment.objects.filter(job_seeker=OuterRef("pk"), training_class__centre__in=scope.centres)
            condition |= Q(registered_by__in=scope.centres) | Q(Exists(enrolled))
        if scope.regions:
            condition |= Q(domicile__in=scope.regions)
        return self.filter(condition)

    def with_nik(self, nik: str) -> Self:
        """Exact search by the full number, through the keyed index."""
        return self.filter(nik_index=blind_index(nik))

    def for_list(self) -> Self:
        return self.select_related("domicile")


class EnrolmentQuerySet(ScopedQuerySet):
    """Enrolments: by the centre of the class, or the region where the person lives."""

    def for_list(self) -> Self:
        return self.select_related("job_seeker__domicile", "training_class__programme", "training_class__centre")

    def taking_part(self) -> Self:
        return self.filter(state=EnrolmentState.PARTICIPANT)

    def taking_a_seat(self) -> Self:
        """Everybody but those who withdrew."""
        return self.exclude(state=EnrolmentState.WITHDRAWN)

    def passed(self) -> Self:
        return self.filter(state=EnrolmentState.PASSED)
