"""What lists of the training supply can be narrowed by. Every filter is part of the page's address."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.filters import YearFilter
from programs.choices import ActivityKind, ClassState, FigureKind, LegalKind, NeedOrigin, ProposalState, ResolutionState
from programs.models import (
    Activity,
    Field,
    LabourFigure,
    LegalBasis,
    Proposal,
    Resolution,
    SkillNeed,
    TrainingCentre,
    TrainingClass,
    TrainingProgram,
)


def centres_for(request: HttpRequest) -> QuerySet[TrainingCentre]:
    """Who works at one centre chooses among his own; everybody else among all."""
    scope = request.scope  # type: ignore[attr-defined]
    return TrainingCentre.objects.all() if scope.regions else TrainingCentre.objects.run_by(scope)


def fiscal_years() -> list[tuple[int, str]]:
    """The years that have classes, newest first."""
    years = TrainingClass.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return [(year, str(year)) for year in years]


class TrainingClassFilter(django_filters.FilterSet):
    """`due` names what waits for somebody; the first page links to it."""

    q = django_filters.CharFilter(label=_("Programme or package"), method="by_words")
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="fiscal_year", choices=fiscal_years)
    centre = django_filters.ModelChoiceFilter(label=_("Training centre"), queryset=centres_for)
    state = django_filters.ChoiceFilter(label=_("State"), choices=ClassState)
    field = django_filters.ModelChoiceFilter(
        label=_("Field"), field_name="programme__field", queryset=Field.objects.all()
    )
    due = django_filters.ChoiceFilter(
        label=_("Waiting for"),
        method="by_due",
        choices=(
            ("closing", _("closing: the last day is over")),
            ("start", _("start: the first day has come")),
            ("people", _("participants: nobody is enrolled")),
        ),
    )

    class Meta:
        model = TrainingClass
        fields = ()

    def by_words(self, classes: QuerySet, name: str, value: str) -> QuerySet:
        return classes.filter(Q(programme__title__icontains=value) | Q(label__icontains=value))

    def by_due(self, classes: QuerySet, name: str, value: str) -> QuerySet:
        if value == "people":
            return classes.running_empty()
        return classes.overdue(today()) if value == "closing" else classes.late_to_start(today())


class TrainingProgramFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.all())

    class Meta:
        model = TrainingProgram
        fields = ()


class ActivityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ActivityKind)
    year = YearFilter(label=_("Year"), field_name="starts_on", lookup_expr="year")

    class Meta:
        model = Activity
        fields = ()


class LegalBasisFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title or number"), method="by_words")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=LegalKind)

    class Meta:
        model = LegalBasis
        fields = ()

    def by_words(self, bases: QuerySet, name: str, value: str) -> QuerySet:
        return bases.filter(Q(title__icontains=value) | Q(number__icontains=value))


class ResolutionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Resolution or owner"), method="by_words")
    state = django_filters.ChoiceFilter(label=_("State"), choices=ResolutionState)
    due = django_filters.ChoiceFilter(
        label=_("Waiting for"), method="by_due", choices=(("overdue", _("its end: the day is over")),)
    )

    class Meta:
        model = Resolution
        fields = ()

    def by_words(self, resolutions: QuerySet, name: str, value: str) -> QuerySet:
        return resolutions.filter(Q(text__icontains=value) | Q(owner__icontains=value))

    def by_due(self, resolutions: QuerySet, name: str, value: str) -> QuerySet:
        return resolutions.overdue(today())


def regions_for(request: HttpRequest) -> QuerySet[Region]:
    """A regional office has one region to choose, the province all ten."""
    scope = request.scope  # type: ignore[attr-defined]
    home = Region.objects.home()
    return home if scope.everything else home.filter(pk__in=scope.regions)


class ProposalFilter(django_filters.FilterSet):
    """`due` names what waits for the province or for the region; the first page links to it."""

    q = django_filters.CharFilter(label=_("Title or number"), method="by_words")
    year = YearFilter(label=_("Year"), field_name="year")
    region = django_filters.ModelChoiceFilter(label=_("Regency or city"), queryset=regions_for)
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.all())
    state = django_filters.ChoiceFilter(label=_("State"), choices=ProposalState)
    due = django_filters.ChoiceFilter(
        label=_("Waiting for"),
        method="by_due",
        choices=(
            ("decision", _("the province: review or decision")),
            ("region", _("the region: it was returned")),
            ("class", _("a class: agreed by the province")),
        ),
    )

    class Meta:
        model = Proposal
        fields = ()

    def by_words(self, proposals: QuerySet, name: str, value: str) -> QuerySet:
        return proposals.filter(Q(title__icontains=value) | Q(number__icontains=value))

    def by_due(self, proposals: QuerySet, name: str, value: str) -> QuerySet:
        if value == "decision":
            return proposals.awaiting_decision()
        return proposals.returned() if value == "region" else proposals.without_class()


class NeedFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Skill or evidence"), method="by_words")
    year = YearFilter(label=_("Year"), field_name="year")
    region = django_filters.ModelChoiceFilter(label=_("Regency or city"), queryset=regions_for)
    field = django_filters.ModelChoiceFilter(label=_("Field"), queryset=Field.objects.all())
    origin = django_filters.ChoiceFilter(label=_("Who says so"), choices=NeedOrigin)

    class Meta:
        model = SkillNeed
        fields = ()

    def by_words(self, needs: QuerySet, name: str, value: str) -> QuerySet:
        return needs.filter(Q(skill__icontains=value) | Q(evidence__icontains=value))


class FigureFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Figure"), choices=FigureKind)
    region = django_filters.ModelChoiceFilter(label=_("Region"), queryset=Region.objects.home_and_province())
    year = YearFilter(label=_("Year"), field_name="as_of", lookup_expr="year")

    class Meta:
        model = LabourFigure
        fields = ()
