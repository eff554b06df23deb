"""How the rows of a list become results and certificates of people who are enrolled."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext

from certifications.models import Certificate, Issuer, Result, Scheme
from certifications.services import issue_certificate, number_key, record_result
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.core.errors import DomainError
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.importer import Context, Destination, Effect, Saved
from kaltim_naker.imports.labels import near_titles, title_key
from kaltim_naker.imports.rows import CheckedRow
from programs.imports.locks import RowLocks
from trainees.choices import EnrolmentState
from trainees.imports.importer import require_same_person
from trainees.models import Enrolment


class ResultImporter:
    """Records results of people who are enrolled at the office, and their certificates where a number is given."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.places: Counter[tuple[str, str]] = Counter()

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        niks = {blind_index(row.values["nik"].value) for row in rows if row.values.get("nik")}
        enrolments = Enrolment.objects.filter(job_seeker__nik_index__in=niks).exclude(state=EnrolmentState.WITHDRAWN)
        if self.context.office is not None:
            enrolments = enrolments.filter(training_class__centre_id=self.context.office.pk)
        self.enrolments: dict[bytes, list[Enrolment]] = defaultdict(list)
        for enrolment in enrolments.select_related("job_seeker", "training_class__programme"):
            self.enrolments[bytes(enrolment.job_seeker.nik_index)].append(enrolment)
        self.locks = RowLocks()
        self.schemes = {title_key(scheme.title): scheme for scheme in Scheme.objects.all()}
        self.issuers = {
            title_key(name): issuer
            for issuer in Issuer.objects.all()
            for name in (issuer.name, issuer.code, issuer.short_name)
        }

    def survey(self, rows: Sequence[CheckedRow]) -> None:
        self.places.update(self._place(row) for row in rows if not row.has_errors)

    def destinations(self) -> list[Destination]:
        return [
            Destination(name, count, target=target, note="" if target else gettext("These rows have to wait."))
            for (name, target), count in sorted(self.places.items())
        ]

    def warning(self, row: CheckedRow) -> CellProblem | None:
        return None

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        found = self._enrolments_of(row)
        if not found:
            return CellProblem(
                "person_unknown",
                gettext("This person is not enrolled yet."),
                hint=gettext("Bring the list of participants first; then check this file again."),
            )
        if len(found) > 1:
            return CellProblem(
                "class_ambiguous", gettext("The person is in several classes, and the scheme fits none of them best.")
            )
        if self._scheme(row) is None:
            message = gettext("There is no scheme “%(title)s”.") % {"title": row.values["scheme"]}
            return CellProblem(
                "scheme_unknown",
                message,
                hint=gettext("Have the scheme entered, or correct its title."),
                column="scheme",
                suggestions=near_titles(row.values["scheme"], (scheme.title for scheme in self.schemes.values())),
            )
        if self._issuer(row) is None:
            message = gettext("There is no issuer “%(name)s”.") % {"name": row.values.get("issuer") or ""}
            return CellProblem(
                "issuer_unknown",
                message,
                hint=gettext("Write for example BNSP or Kemnaker."),
                column="issuer",
                suggestions=near_titles(
                    row.values.get("issuer") or "", (issuer.short_name for issuer in self.issuers.values())
                ),
            )
        return self._locked(row, found[0])

    def _locked(self, row: CheckedRow, enrolment: Enrolment) -> CellProblem | None:
        """What the row adds to a closed quarter; what we have already disturbs nobody."""
        centre = enrolment.training_class.centre_id
        locked = [name for name in ("assessed_on", "issued_on") if self.locks.on(row.values.get(name), centre)]
        if not locked:
            return None
        known = self._known_result(row, enrolment)
        added = {
            "assessed_on": known is None,
            "issued_on": bool(row.values.get("number")) and not (known and known.certificates.active().exists()),
        }
        return next((self.locks.problem(row.values[name], centre, name) for name in locked if added[name]), None)

    def save(self, row: CheckedRow, reason: str) -> Effect:
        [enrolment] = self._enrolments_of(row)
        require_same_person(enrolment.job_seeker, row.values["full_name"])
        known = self._known_result(row, enrolment)
        result = known or self._record(row, enrolment)
        issued = self._issue(row, result)
        if known is None:
            return Effect(Saved.CREATED)
        return Effect(Saved.CHANGED if issued else Saved.UNCHANGED)

    def _record(self, row: CheckedRow, enrolment: Enrolment) -> Result:
        scheme, issuer = self._scheme(row), self._issuer(row)
        if self.context.actor is None or scheme is None or issuer is None:
            raise ValueError("a row that waits is never saved")
        return record_result(
            actor=self.context.actor,
            enrolment=enrolment,
            scheme=scheme,
            issuer=issuer,
            assessed_on=row.values["assessed_on"],
            outcome=row.values["outcome"],
        )

    def _known_result(self, row: CheckedRow, enrolment: Enrolment) -> Result | None:
        return Result.objects.filter(
            enrolment=enrolment,
            assessment__scheme=self._scheme(row),
            assessment__issuer=self._issuer(row),
            assessed_on=row.values["assessed_on"],
            outcome=row.values["outcome"],
        ).first()

    def _issue(self, row: CheckedRow, result: Result) -> bool:
        """Register the certificate of the row, if there is one and we do not have it yet."""
        number, issued_on = row.values.get("number"), row.values.get("issued_on")
        if self.context.actor is None or not (number and issued_on):
            return False
        existing = Certificate.objects.active().filter(result=result).first()
        if existing is not None:
            if (existing.number_key, existing.issued_on) != (number_key(number), issued_on):
                message = gettext("We have another number or date for this certificate: %(number)s.")
                raise DomainError("certificate_differs", message % {"number": existing.number})
            return False
        issue_certificate(
            actor=self.context.actor,
            result=result,
            number=number,
            issued_on=issued_on,
            registration_number=row.values.get("registration_number") or "",
        )
        return True

    def _enrolments_of(self, row: CheckedRow) -> list[Enrolment]:
        """The participation that the assessment belongs to; several where the scheme does not tell which."""
        found = self.enrolments.get(blind_index(row.values["nik"].value), [])
        if len(found) > 1:
            scheme = title_key(row.values["scheme"])
            fitting = [
                enrolment for enrolment in found if title_key(enrolment.training_class.programme.title) == scheme
            ]
            return fitting or found
        return found

    def _scheme(self, row: CheckedRow) -> Scheme | None:
        return self.schemes.get(title_key(row.values["scheme"]))

    def _issuer(self, row: CheckedRow) -> Issuer | None:
        return self.issuers.get(title_key(row.values.get("issuer") or ""))

    def _place(self, row: CheckedRow) -> tuple[str, str]:
        """The scheme as in the file, and the class that it will be an assessment of."""
        found = self._enrolments_of(row)
        return row.values["scheme"], str(found[0].training_class) if len(found) == 1 else ""
