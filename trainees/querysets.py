"""Reusable reads about people and their training."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db.models import Case, Count, DateField, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper

from kaltim_naker.access.scope import Scope, ScopedQuerySet
from kaltim_naker.core.crypto import INDEX_BYTES, blind_index
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import add_months
from kaltim_naker.core.phones import normalise_phone
from trainees.choices import ApplicationState, DuplicateState, EnrolmentState
from trainees.constants import ADULT_AGE, PLACEMENT_MONTHS, SEARCH_LETTERS

# Blind indexes that stand one behind the other, each in a row of its own.
_EACH_INDEX = "SELECT substring(%s FROM %s * place + 1 FOR %s) FROM generate_series(0, %s) AS place"

# Where somebody lives, how he is called, and when his birthday is.
_REACH = ("address", "phone", "birth_date")


def months_after(day: F | OuterRef, months: int) -> Func:
    """Calendar months on a date column, as `core.periods.add_months` does it in Python."""
    return Func(
        day,
        Value(months),
        template="(%(expressions)s))::date",
        arg_joiner=" + make_interval(months => ",
        output_field=DateField(),
    )


class JobSeekerQuerySet(ScopedQuerySet):
    """A centre sees the people it registered or enrolled, and who applied to it; a regional office its residents."""

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        condition = Q(pk__in=[])
        if scope.centres:
            at_centre = {"job_seeker": OuterRef("pk"), "training_class__centre__in": scope.centres}
            condition |= Q(registered_by__in=scope.centres)
            condition |= Q(Exists(apps.get_model("trainees", "Enrolment").objects.filter(**at_centre)))
            condition |= Q(Exists(apps.get_model("trainees", "Application").objects.filter(**at_centre)))
        if scope.regions:
            condition |= Q(domicile__in=scope.regions)
        return self.filter(condition)

    def with_reach(self, minors_hidden_on: date | None) -> Self:
        """With `shown_address`, `shown_phone` and `shown_birth_date`: null of who is under 18 on the day, if any.

        `trainees.permissions.may_reach` says the same of one person.
        """
        if minors_hidden_on is None:
            return self.annotate(**{f"shown_{name}": F(name) for name in _REACH})
        is_minor = Q(birth_date__gt=add_months(minors_hidden_on, -12 * ADULT_AGE))
        return self.annotate(**{f"shown_{name}": Case(When(~is_minor, then=F(name))) for name in _REACH})

    def with_nik(self, nik: str) -> Self:
        """Exact search by the full number, through the keyed index; a merged registration leads to the kept one."""
        index = blind_index(nik)
        merges = apps.get_model("trainees", "Merge").objects.in_force().filter(removed_nik_index=index)
        # Asked first: an OR over a subquery would scan the whole table.
        kept = list(merges.values_list("kept", flat=True))
        return self.filter(Q(nik_index=index) | Q(pk__in=kept)) if kept else self.filter(nik_index=index)

    def by_nik_index(self, indexes: Collection[bytes]) -> dict[bytes, Any]:
        """The people with these blind indexes; that of a merged registration leads to the kept one."""
        # One text: some thousand parameters take longer to write down than to look up.
        together = b"".join(indexes), INDEX_BYTES, INDEX_BYTES, len(indexes) - 1
        asked = RawSQL(_EACH_INDEX, together)  # noqa: S611 - a fixed text with parameters
        found = {bytes(person.nik_index): person for person in self.filter(nik_index__in=asked)}
        merges = apps.get_model("trainees", "Merge").objects.in_force().filter(removed_nik_index__in=asked)
        removed = {bytes(index): kept for index, kept in merges.values_list("removed_nik_index", "kept")}
        kept = self.in_bulk(set(removed.values())) if removed else {}
        return found | {index: kept[pk] for index, pk in removed.items() if pk in kept}

    def with_phone(self, phone: str) -> Self:
        """Exact search by a phone number in any spelling; nothing for what is no number."""
        try:
            return self.filter(phone=normalise_phone(phone))
        except DomainError:
            return self.none()

    def with_certificate(self, number: str) -> Self:
        """By a part of a certificate's number. Certificates lie above this app and are reached through the relation."""
        certificates = self.model.certificates.rel.related_model.objects.with_number_like(number)  # type: ignore[attr-defined]
        return self.filter(pk__in=certificates.values("job_seeker"))

    def named(self, text: str) -> Self:
        """By name, words in any order; where nobody is written so, names that sound alike by their trigrams.

        Near hits come only when there is no exact one: they would drown it, and they cost more. Whoever shows a page of
        these people sorts them by key, not by name: see docs/decisions/0005.
        """
        words = text.upper().split()
        if not words:
            return self
        exact = self._with_words(words)
        return exact if exact.exists() else self._with_similar_words(words)

    def _with_words(self, words: Iterable[str]) -> Self:
        """`icontains` asks for UPPER(full_name) LIKE '%…%', which the trigram index serves from three letters on; a
        shorter word is looked for at the beginning of a name."""
        found = self
        for word in words:
            lookup = "icontains" if len(word) >= SEARCH_LETTERS else "istartswith"
            found = found.filter(**{f"full_name__{lookup}": word})
        return found

    def _with_similar_words(self, words: Iterable[str]) -> Self:
        found = self.alias(upper_name=Upper("full_name"))
        for word in words:
            if len(word) >= SEARCH_LETTERS:
                found = found.filter(upper_name__trigram_word_similar=word)
        return found if found.query.where else self.none()

    def for_list(self) -> Self:
        return self.select_related("domicile")


class ByPersonQuerySet(ScopedQuerySet):
    """Rows that belong to a person: seen by whoever sees the person."""

    person = "job_seeker"

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        people = apps.get_model("trainees", "JobSeeker").objects.visible_to(scope)
        return self.filter(**{f"{self.person}__in": people})


class MergeQuerySet(ByPersonQuerySet):
    person = "kept"

    def in_force(self) -> Self:
        return self.filter(undone_at__isnull=True)


class DuplicatePairQuerySet(ByPersonQuerySet):
    """Only who sees both people can compare them."""

    person = "first"

    def visible_to(self, scope: Scope) -> Self:
        people = apps.get_model("trainees", "JobSeeker").objects.visible_to(scope)
        return self if scope.everything else self.filter(first__in=people, second__in=people)

    def open(self) -> Self:
        return self.filter(state=DuplicateState.OPEN)


class EnrolmentQuerySet(ScopedQuerySet):
    """Enrolments: by the centre of the class, or the region where the person lives."""

    def for_list(self) -> Self:
        return self.select_related("job_seeker__domicile", "training_class__programme", "training_class__centre")

    def taking_part(self) -> Self:
        return self.filter(state=EnrolmentState.PARTICIPANT)

    def taking_a_seat(self) -> Self:
        """Everybody but those who withdrew."""
        return self.exclude(state=EnrolmentState.WITHDRAWN)

    def count_by_class(self) -> Iterable[tuple[UUID, int]]:
        """Key of a class and how many of these are in it."""
        counted = self.order_by().values("training_class").annotate(people=Count("pk"))
        return counted.values_list("training_class", "people")

    def passed(self) -> Self:
        return self.filter(state=EnrolmentState.PASSED)

    def due_for_round(self, months: int, day: date) -> Self:
        """Graduates whose tracer round has fallen due by this day."""
        return self.passed().alias(due_on=months_after(F("ended_on"), months)).filter(due_on__lte=day)

    def not_answered(self, months: int) -> Self:
        rounds = apps.get_model("trainees", "TracerRound").objects.answered()
        return self.exclude(Exists(rounds.filter(enrolment=OuterRef("pk"), months=months)))

    def with_placement_within(self, months: int = PLACEMENT_MONTHS) -> Self:
        """Adds `placed_on`: the first day of the first job begun between the closing and so many months later."""
        jobs = apps.get_model("trainees", "Placement").objects.following(months)
        own = jobs.filter(job_seeker=OuterRef("job_seeker")).order_by("started_on")
        return self.annotate(placed_on=Subquery(own.values("started_on")[:1]))

    def placed_within(self, months: int = PLACEMENT_MONTHS) -> Self:
        return self.with_placement_within(months).filter(placed_on__isnull=False)

    def answered(self) -> Self:
        return self.with_answer().filter(has_answered=True)

    def with_answer(self) -> Self:
        """Adds `has_answered`: any tracer round answered, or a placement known from elsewhere."""
        rounds = apps.get_model("trainees", "TracerRound").objects.answered().filter(enrolment=OuterRef("pk"))
        placed = apps.get_model("trainees", "Placement").objects.filter(enrolment=OuterRef("pk"))
        return self.annotate(has_answered=Exists(rounds) | Exists(placed))

    def first_training(self) -> Self:
        """Participations of people who had passed nothing before, here or by their own word elsewhere."""
        earlier = self.model._default_manager.filter(
            state=EnrolmentState.PASSED, job_seeker=OuterRef("job_seeker"), ended_on__lt=OuterRef("ended_on")
        )
        return self.exclude(job_seeker__trained_elsewhere="yes").exclude(Exists(earlier))


class ApplicationQuerySet(ScopedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("job_seeker__domicile", "training_class__programme", "training_class__centre")

    def undecided(self) -> Self:
        return self.filter(state=ApplicationState.SUBMITTED)

    def in_the_running(self) -> Self:
        """Everybody who still wants a seat, decided or not."""
        return self.exclude(state=ApplicationState.WITHDRAWN)

    def reserves(self) -> Self:
        return self.filter(state=ApplicationState.RESERVE).order_by("reserve_rank")


class AttendanceMarkQuerySet(ScopedQuerySet):
    def of_class(self, training_class: object) -> Self:
        return self.filter(session__training_class=training_class)


class PlacementQuerySet(ScopedQuerySet):
    """A placement is seen through the training it followed, else through the person."""

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        people = apps.get_model("trainees", "JobSeeker").objects.visible_to(scope)
        return self.filter(job_seeker__in=people)

    def following(self, months: int) -> Self:
        """For use inside a query of enrolments: jobs begun from the closing on, until so many months later."""
        closing = OuterRef("ended_on")
        return self.filter(started_on__gte=closing, started_on__lte=months_after(closing, months))


class TracerRoundQuerySet(ScopedQuerySet):
    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)
