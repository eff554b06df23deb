"""Finds the participant that a row speaks of, by the NIK or by the name within a class."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext
from rapidfuzz import fuzz, process

from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.labels import title_key
from trainees.imports.importer import require_same_person
from trainees.models import Enrolment

_NEAR_ENOUGH = 75


class PeopleOfClass:
    """People with their participations; `enrolments` come with their job seekers."""

    def __init__(self, enrolments: Iterable[Enrolment]) -> None:
        self._by_nik: dict[bytes, list[Enrolment]] = defaultdict(list)
        self._by_name: dict[str, list[Enrolment]] = defaultdict(list)
        for one in enrolments:
            if one.job_seeker.nik_index is not None:
                self._by_nik[bytes(one.job_seeker.nik_index)].append(one)
            self._by_name[title_key(one.job_seeker.full_name)].append(one)

    def of(self, values: Values) -> Enrolment:
        """The one participation that a row means. Raises CellProblem: nobody, more than one, or another person."""
        found = self.all_of(values)
        if len(found) > 1:
            message = gettext("Several people have this name, or take part more than once; the NIK tells which.")
            raise CellProblem("person_ambiguous", message, column="nik")
        if not found:
            raise self._nobody(values)
        return found[0]

    def all_of(self, values: Values) -> list[Enrolment]:
        """Every participation of the person that a row means. Raises CellProblem `person_differs`."""
        nik, name = values.get("nik"), values.get("full_name") or ""
        if not nik:
            return self._by_name.get(title_key(name), [])
        found = self._by_nik.get(blind_index(nik.value), [])
        try:
            if found and name:
                require_same_person(found[0].job_seeker, name)
        except DomainError as error:
            raise CellProblem(error.code, error.message, column="full_name") from None
        return found

    def _nobody(self, values: Values) -> CellProblem:
        names = {one.job_seeker.full_name for found in self._by_name.values() for one in found}
        name = values.get("full_name") or ""
        near = process.extract(name, sorted(names), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR_ENOUGH)
        suggestions = [found for found, _score, _index in near] if not values.get("nik") else []
        return CellProblem(
            "person_not_in_class",
            gettext("This person does not take part in the class."),
            hint=gettext("Correct the name or the NIK, or enrol the person first."),
            column="full_name",
            suggestions=suggestions,
        )
