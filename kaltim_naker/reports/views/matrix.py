"""Any figure by up to two dimensions, as a table, a workbook or a file."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certifications.models import Certificate
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.reports.build import period_in_words
from kaltim_naker.reports.dimensions import AXES, Axis, axes_of
from kaltim_naker.reports.filters import MatrixFilter, with_default_period
from kaltim_naker.reports.links import ACHIEVEMENT
from kaltim_naker.reports.matrix import Matrix, Question, matrix_of
from kaltim_naker.reports.tables import matrix_columns, matrix_rows
from kaltim_naker.reports.words import overlap_in_words
from kaltim_naker.ui.components import Crumb, EmptyState
from kaltim_naker.ui.export import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from kaltim_naker.ui.views import PageView
from programs.choices import Unit
from programs.measures import Measure, Ratio, find_measure, find_ratio
from programs.models import Indicator
from programs.services import indicators_on

_EXPORTS = ("xlsx", "csv")


class MatrixView(PageView):
    """`?figure=` an indicator's code or a measure, `?rows=` and `?columns=` names of axes, and the filters."""

    action = Action.VIEW_ACHIEVEMENT
    template_name = "reports/matrix.html"
    page_title = _("Figures by anything")
    page_lead = _("Any figure by one or two dimensions. Each number opens the list behind it.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("export")
        if asked in _EXPORTS and self.matrix:
            return self.export(self.matrix, asked)
        return self.render_to_response(self.get_context_data())

    def get_template_names(self) -> list[str]:
        htmx = self.request.htmx
        whole = not htmx or htmx.history_restore_request
        return [self.template_name if whole else "reports/matrix_table.html"]

    def get_crumbs(self) -> Sequence[Crumb]:
        return [ACHIEVEMENT, Crumb(self.page_title)]

    @cached_property
    def asked(self) -> QueryDict:
        """The address, completed so that the form shows what is counted."""
        query = with_default_period(self.request.GET).copy()
        if not query.get("figure"):
            first = next((one for one in self.indicators if find_measure(one.measure)), None)
            query["figure"] = first.code if first else "job_seekers_certified"
        if not query.get("rows"):
            query["rows"] = "month"
            query.setdefault("columns", "centre")
        return query

    @cached_property
    def indicators(self) -> list[Indicator]:
        """With the rules of the last day that the address asks for."""
        period = MatrixFilter(with_default_period(self.request.GET), **self._filter_arguments()).period
        return indicators_on(period.end)

    @cached_property
    def indicator(self) -> Indicator | None:
        return next((one for one in self.indicators if one.code == self.asked["figure"]), None)

    @cached_property
    def counted(self) -> Measure | Ratio | None:
        key = self.indicator.measure if self.indicator else self.asked["figure"]
        return find_measure(key) or find_ratio(key)

    @cached_property
    def filterset(self) -> MatrixFilter:
        known = [axis.name for axis in axes_of(self.counted)] if self.counted else list(AXES)
        return MatrixFilter(self.asked, known=known, **self._filter_arguments())

    def _filter_arguments(self) -> dict[str, Any]:
        return {"queryset": Certificate.objects.none(), "request": self.request}

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The rows and, where they differ from them, the columns."""
        chosen = self.filterset.form.cleaned_data
        names = dict.fromkeys(name for name in (chosen["rows"], chosen["columns"]) if name)
        return tuple(AXES[name] for name in names)

    @cached_property
    def problem(self) -> EmptyState | None:
        """Why there is nothing to show, and the way out."""
        if not self.filterset.is_valid():
            return EmptyState(_("This cannot be counted"), _("Correct the marked field, or reset the filter."))
        if self.counted is None:
            return EmptyState(_("This indicator is not counted"), _("Choose another figure."))
        if self._is_protected and not can(self.request.user, Action.VIEW_PROTECTED_DATA):
            return EmptyState(
                _("This figure is not divided"),
                _("It is about specially protected data; small parts of it would say who is meant."),
            )
        known = axes_of(self.counted)
        if any(axis not in known for axis in self.axes):
            names = ", ".join(str(axis.label) for axis in known)
            return EmptyState(
                _("This figure knows no such division"), _("It can be divided by: %(names)s.") % {"names": names}
            )
        return None

    @property
    def _is_protected(self) -> bool:
        counted = self.counted
        parts = (counted.numerator, counted.denominator) if isinstance(counted, Ratio) else (counted,)
        return any(getattr(part, "is_protected", False) for part in parts)

    @cached_property
    def matrix(self) -> Matrix | None:
        if self.problem or self.counted is None:
            return None
        filterset = self.filterset
        return matrix_of(
            Question(
                self.counted,
                filterset.period,
                self.scope,
                self.axes,
                filterset.members,
                filterset.is_whole_year,
                self.indicator,
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"filterset": self.filterset, "problem": self.problem}
        if self.matrix is None:
            return context
        return context | {
            "matrix": self.matrix,
            "name": self.name,
            "unit": self.unit,
            "rule": self.rule,
            "axes": self.axes,
            "period_in_words": period_in_words(self.filterset.period),
            "exports": [(kind.upper(), f"?{self._query(export=kind)}") for kind in _EXPORTS],
        }

    @property
    def name(self) -> str:
        return self.indicator.name if self.indicator else str(self.counted.name) if self.counted else ""

    @property
    def unit(self) -> str:
        return str(Unit(self.counted.unit).label) if isinstance(self.counted, Measure) else str(Unit.PERCENT.label)

    @property
    def rule(self) -> str:
        declared = str(self.counted.rule) if self.counted else ""
        return (self.indicator.own_rule if self.indicator else "") or declared

    def _query(self, **more: str) -> str:
        query = self.asked.copy()
        for name, value in more.items():
            query[name] = value
        return query.urlencode()

    def export(self, matrix: Matrix, kind: str) -> HttpResponseBase:
        columns, rows = matrix_columns(matrix, self.axes[0]), matrix_rows(matrix)
        if kind == "csv":
            answer = HttpResponse(write_csv(columns, rows), content_type=CSV_TYPE)
            answer["Content-Disposition"] = 'attachment; filename="capaian.csv"'
            return answer
        notes = [
            (str(_("Period")), period_in_words(self.filterset.period)),
            (str(_("Unit")), self.unit),
            (str(_("How it is counted")), self.rule),
        ]
        workbook = write_xlsx(columns, rows, title=self.name, notes=[*notes, *self._notes(matrix)])
        return FileResponse(workbook, as_attachment=True, filename="capaian.xlsx", content_type=XLSX_TYPE)

    def _notes(self, matrix: Matrix) -> list[tuple[str, str]]:
        fields = self.filterset.form.fields
        narrowed = [
            (str(axis.label), dict(fields[name].choices)[self.asked[name]])
            for name, axis in AXES.items()
            if name in self.filterset.members
        ]
        overlaps = [(str(axis.label), overlap_in_words(several, excess)) for axis, several, excess in matrix.overlaps]
        return [*narrowed, *overlaps]
