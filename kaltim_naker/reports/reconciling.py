"""“19 or 21?”: somebody's list beside the records behind any figure, with the reason for each difference.

Why somebody is not in a figure is found by dropping its conditions one after the other: another period, another part,
no longer true on the last day, and at last no record that counts at all.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certifications.imports.reconciling import standing_of
from certifications.models import Certificate, Result
from kaltim_naker.access.scope import Scope, ScopedQuerySet
from kaltim_naker.core.periods import Period
from kaltim_naker.imports.reconcile import CERTIFICATE_NUMBER, NIK, Ours, OursSet, Source
from kaltim_naker.imports.reconcile.forms import ChoiceForm
from kaltim_naker.reports.dimensions import AXES, Axis, members_named
from kaltim_naker.reports.links import QUARTER_ONLY, WHOLE_YEAR
from kaltim_naker.reports.years import QUARTERS, default_period
from kaltim_naker.ui.formatting import long_date
from programs.measures import OUTSIDE, UNKNOWN, Dimension, Measure, all_measures, get_measure, members_in
from trainees.models import Enrolment, JobSeeker

_MODES = ((WHOLE_YEAR, _("since January")), (QUARTER_ONLY, _("in the quarter alone")))
#: Shown even where nothing is chosen.
_ALWAYS = ("centre", "region")


def about_people(measure: Measure) -> bool:
    """Whether a list of NIKs can be held against it. Specially protected figures tell nobody who is in them."""
    fields = {field.name for field in measure.records().model._meta.get_fields()}
    return "job_seeker" in fields and not measure.is_protected


def about_certificates(measure: Measure) -> bool:
    return measure.records().model is Certificate


def _choices(fits: Callable[[Measure], bool]) -> Callable[[], list[tuple[str, Any]]]:
    return lambda: [(measure.key, measure.name) for measure in all_measures() if fits(measure)]


def _axis_field(axis: Axis) -> forms.ChoiceField:
    return forms.ChoiceField(label=axis.label, choices=lambda: [("", "–"), *axis.choices()], required=False)


class _FigureForm(ChoiceForm):
    """Which figure: a measure, its period, and what it is narrowed to."""

    measure = forms.ChoiceField(label=_("Figure"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, initial=lambda: default_period().year)
    quarter = forms.ChoiceField(label=_("Quarter"), choices=[("", _("whole year")), *QUARTERS], required=False)
    mode = forms.ChoiceField(label=_("Counted"), choices=_MODES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in AXES:
            if name not in _ALWAYS and not (self.data.get(name) or self.initial.get(name)):
                self.fields[name].widget = forms.HiddenInput()


def _form(name: str, fits: Callable[[Measure], bool]) -> type[ChoiceForm]:
    fields: dict[str, Any] = {axis.name: _axis_field(axis) for axis in AXES.values()}
    measure = forms.ChoiceField(label=_("Figure"), choices=_choices(fits))
    return type(name, (_FigureForm,), {"measure": measure, **fields})


PeopleForm, CertificatesForm = _form("PeopleForm", about_people), _form("CertificatesForm", about_certificates)


@dataclass(frozen=True)
class Asked:
    """A figure as somebody chose it, within his scope."""

    measure: Measure
    period: Period
    whole_year: bool
    members: Mapping[str, Any]
    scope: Scope

    @classmethod
    def of(cls, scope: Scope, chosen: Mapping[str, Any]) -> "Asked":
        measure = get_measure(chosen["measure"])
        quarter = int(chosen["quarter"]) if chosen.get("quarter") else None
        whole_year = chosen.get("mode") != QUARTER_ONLY or measure.is_position
        return cls(measure, Period(chosen["year"], quarter), whole_year, members_named(chosen), scope)

    def records(self) -> QuerySet:
        """One record for each subject, as the list behind the figure has them."""
        return members_in(self.measure, self.period, self.scope, whole_year=self.whole_year, **self.members)

    def counted_ever(self, **of: Any) -> list[dict[str, Any]]:
        """Everything that the measure would count of some people or certificates, whenever and wherever."""
        records = cast(ScopedQuerySet, self.measure.records()).visible_to(self.scope).filter(**of)
        columns = [axis.dimension.value for axis in self.axes]
        return list(records.order_by("occurred_on", "pk").values("pk", "job_seeker", "occurred_on", *columns))

    @property
    def axes(self) -> list[Axis]:
        return [AXES[name] for name in self.members]

    @cached_property
    def names(self) -> dict[str, Mapping[Any, str]]:
        return {axis.name: axis.members() for axis in self.axes}

    def why_not(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Why none of these records is in the figure; empty where there is none."""
        if not rows:
            return ""
        start = date.min if self.measure.is_stock else self.period.year_start
        timely = [row for row in rows if start <= row["occurred_on"] <= self.period.end]
        fitting = [row for row in rows if not self.strange_part(row)]
        here = [row for row in timely if row in fitting]
        if here:
            return self._counted_otherwise(here[0])
        if timely:
            words = {"day": long_date(timely[0]["occurred_on"]), "part": self.strange_part(timely[0])}
            return gettext("counted on %(day)s, but elsewhere (%(part)s)") % words
        words = {"day": long_date(rows[-1]["occurred_on"]), "part": self.strange_part(rows[-1])}
        if words["part"]:
            return gettext("counted on %(day)s, in another period and elsewhere (%(part)s)") % words
        return gettext("counted on %(day)s, in another period") % words

    def _counted_otherwise(self, row: Mapping[str, Any]) -> str:
        day = {"day": long_date(row["occurred_on"])}
        if not self.whole_year and row["occurred_on"] < self.period.start:
            return gettext("counted already on %(day)s, before the quarter began") % day
        if self.measure.is_position:
            return gettext("counted on %(day)s, but no longer on the last day of the period") % day
        return gettext("the same person is counted by another record of the period")

    def strange_part(self, row: Mapping[str, Any]) -> str:
        """Where a record lies instead of the part that was asked for; empty where it lies in it."""
        return ", ".join(
            str(self.names[axis.name].get(key, gettext("not recorded")))
            for axis in self.axes
            if (key := self._key(axis, row)) != self.members[axis.name]
        )

    def _key(self, axis: Axis, row: Mapping[str, Any]) -> Any:
        key = row[axis.dimension.value]
        if key is None:
            return UNKNOWN
        return OUTSIDE if axis.dimension == Dimension.REGION and key not in self.names[axis.name] else key


def _people(scope: Scope, chosen: Mapping[str, Any]) -> OursSet:
    records = Asked.of(scope, chosen).records().select_related("job_seeker").order_by("job_seeker__full_name", "pk")
    return OursSet(_as_ours(record) for record in records.iterator(2_000))


def _as_ours(record: Any) -> Ours:
    person = record.job_seeker
    return Ours(
        key=bytes(person.nik_index) if person.nik_index else None,
        label=person.full_name,
        note=gettext("counted on %(day)s") % {"day": long_date(record.occurred_on)},
        shown=person.nik_masked,
        url=person.get_absolute_url(),
    )


def _explain_people(scope: Scope, chosen: Mapping[str, Any], keys: Iterable[Hashable]) -> dict[Hashable, str]:
    asked = Asked.of(scope, chosen)
    people = list(JobSeeker.objects.visible_to(scope).filter(nik_index__in=list(keys)))
    rows: dict[Any, list[dict[str, Any]]] = {}
    for row in asked.counted_ever(job_seeker__in=people):
        rows.setdefault(row["job_seeker"], []).append(row)
    chain = _Chain(scope, people)
    return {
        bytes(person.nik_index): f"{person.full_name}: {asked.why_not(rows.get(person.pk, [])) or chain.say(person)}"
        for person in people
        if person.nik_index
    }


class _Chain:
    """How far somebody came who is in no figure of the measure: certificate, result, class, registration."""

    def __init__(self, scope: Scope, people: Sequence[JobSeeker]) -> None:
        def newest(records: Any, *joins: str) -> dict[Any, Any]:
            visible = records.visible_to(scope).filter(job_seeker__in=people).select_related(*joins).order_by("pk")
            return {record.job_seeker_id: record for record in visible}

        self.certificates = newest(Certificate.objects, "issuer")
        self.results = newest(Result.objects)
        self.enrolments = newest(Enrolment.objects, "training_class__programme")

    def say(self, person: JobSeeker) -> str:
        if certificate := self.certificates.get(person.pk):
            return gettext("not counted by the rule; certificate: %(standing)s") % {
                "standing": standing_of(certificate)
            }
        if result := self.results.get(person.pk):
            words = {"outcome": result.get_outcome_display(), "day": long_date(result.assessed_on)}
            return gettext("not counted by the rule; assessed on %(day)s: %(outcome)s") % words
        if enrolment := self.enrolments.get(person.pk):
            words = {"class": enrolment.training_class, "state": enrolment.get_state_display()}
            return gettext("not counted by the rule; %(class)s: %(state)s") % words
        return gettext("registered, but in no class")


def _certificates(scope: Scope, chosen: Mapping[str, Any]) -> OursSet:
    rows = Asked.of(scope, chosen).records().select_related("issuer").order_by("holder_name", "pk")
    return OursSet(
        Ours(
            key=certificate.number_key,
            label=certificate.holder_name,
            note=standing_of(certificate),
            shown=certificate.number,
            url=certificate.get_absolute_url(),
        )
        for certificate in rows.iterator(2_000)
    )


def _explain_certificates(scope: Scope, chosen: Mapping[str, Any], keys: Iterable[Hashable]) -> dict[Hashable, str]:
    asked = Asked.of(scope, chosen)
    known = Certificate.objects.visible_to(scope).filter(number_key__in=list(keys)).select_related("issuer")
    rows = {row["pk"]: row for row in asked.counted_ever(pk__in=known.values("pk"))}
    return {certificate.number_key: _certificate_in_words(asked, certificate, rows) for certificate in known}


def _certificate_in_words(asked: Asked, certificate: Certificate, rows: Mapping[Any, dict[str, Any]]) -> str:
    row = rows.get(certificate.pk)
    reason = (
        asked.why_not([row])
        if row
        else gettext("not counted by the rule; %(standing)s") % {"standing": standing_of(certificate)}
    )
    return f"{certificate.holder_name}: {reason}"


PEOPLE_BEHIND = Source(
    name="figure",
    label=_("People behind a figure"),
    identifier=NIK,
    form=PeopleForm,
    ours=_people,
    explain=_explain_people,
)
CERTIFICATES_BEHIND = Source(
    name="figure-certificates",
    label=_("Certificates behind a figure"),
    identifier=CERTIFICATE_NUMBER,
    form=CertificatesForm,
    ours=_certificates,
    explain=_explain_certificates,
)
