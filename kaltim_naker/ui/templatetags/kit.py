"""The kit: tags that draw the components of a page. The living list of all of them is /style/ (docs/kit.md)."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from kaltim_naker.access.policy import can, held_memberships
from kaltim_naker.charts.meters import meter
from kaltim_naker.core.jobs import JobRow, JobState
from kaltim_naker.ui import formatting
from kaltim_naker.ui.components import Badge, FigureCard, PageAction, Text, Tone
from kaltim_naker.ui.markup import badge_html, figure_html, icon_html
from kaltim_naker.ui.navigation import navigation_for
from kaltim_naker.ui.tables import Table

register = template.Library()

_ALERT_ICONS = {"success": "check", "warning": "warn", "error": "cross"}
_JOB_TONES = {JobState.DONE: "good", JobState.FAILED: "bad", JobState.RUNNING: "info", JobState.CANCELLED: "neutral"}


# --- frame ---------------------------------------------------------------------------------------------------------
register.simple_tag(icon_html, name="icon")
register.simple_tag(figure_html, name="figure")


@register.simple_tag
def region_figure(value: int, url: str, region: int) -> SafeString:
    """The part of a figure that lies in one region; `url` leads to the list of the whole."""
    return figure_html(value, f"{url}?region={region}")


@register.filter
def alert_icon(tone: str) -> str:
    return _ALERT_ICONS.get(tone, "half")


@register.inclusion_tag("components/nav.html", takes_context=True)
def main_nav(context: template.Context) -> dict[str, Any]:
    request = context.get("request")
    return {"sections": navigation_for(request) if request else []}


@register.inclusion_tag("components/user_menu.html", takes_context=True)
def user_menu(context: template.Context) -> dict[str, Any]:
    user = context.get("user")
    return {"user": user, "memberships": held_memberships(user) if user else []}


@register.inclusion_tag("components/page_head.html", takes_context=True)
def page_head(context: template.Context) -> dict[str, Any]:
    """The title with its way up, its sentence and its buttons, all from the view's context."""
    return {
        "title": context.get("page_title", ""),
        "lead": context.get("page_lead", ""),
        "crumbs": context.get("crumbs", ()),
        "badge": context.get("page_badge"),
        "actions": _allowed(context.get("page_actions", ()), context.get("request")),
    }


def _allowed(actions: Sequence[PageAction], request: HttpRequest | None) -> list[PageAction]:
    return [item for item in actions if item.action is None or (request and can(request.user, item.action))]


@register.inclusion_tag("components/page_action.html")
def page_action(action: PageAction) -> dict[str, Any]:
    return {"action": action}


@register.inclusion_tag("components/confirm_button.html")
def confirm_button(
    label: Text, url: str, question: Text, reason_name: str = "", danger: bool = False
) -> dict[str, Any]:
    """A button that asks first, without a script. `reason_name` adds a required field for the reason."""
    return {"label": label, "url": url, "question": question, "reason_name": reason_name, "danger": danger}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Any], label: Text) -> dict[str, Any]:
    return {"items": items, "label": label}


# --- words and states ----------------------------------------------------------------------------------------------
@register.simple_tag
def badge(label: Badge | Text, tone: Tone = "neutral") -> SafeString:
    """`{% badge state_badge %}` or `{% badge "Berjalan" "info" %}`."""
    return badge_html(label if isinstance(label, Badge) else Badge(label, tone))


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[Any], label: Text) -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("components/definition_list.html")
def definition_list(pairs: Sequence[tuple[Text, Any]]) -> dict[str, Any]:
    """Label and value pairs; an empty value is shown as a dash."""
    return {"pairs": [(label, formatting.DASH if value in (None, "") else value) for label, value in pairs]}


@register.inclusion_tag("components/progress.html")
def job_progress(job: JobRow, poll_url: str, result_url: str = "", result_label: Text = "") -> dict[str, Any]:
    """The state of a background run. While it lives, htmx asks `poll_url` every two seconds for this same part."""
    return {
        "job": job,
        "poll_url": poll_url,
        "result_url": result_url if job.state == JobState.DONE else "",
        "result_label": result_label,
        "badge": Badge(capfirst(job.get_state_display()), _JOB_TONES.get(JobState(job.state), "neutral")),  # type: ignore[arg-type]
        "bar": meter(job.progress, 100),
    }


# --- figures -------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/figure_card.html")
def figure_card(card: FigureCard) -> dict[str, Any]:
    return {
        "card": card,
        "value": formatting.number(card.value, card.decimals),
        "target": formatting.number(card.target, card.decimals),
        "percent": formatting.percent(card.percent),
        "bar": meter(card.value, card.target) if card.target and card.value is not None else "",
    }


@register.inclusion_tag("components/inbox.html")
def inbox(items: Sequence[Any]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("components/chart_card.html")
def chart_card(card: Any) -> dict[str, Any]:
    return {"card": card}


@register.inclusion_tag("components/tile_map_card.html")
def tile_map_card(card: Any) -> dict[str, Any]:
    return {"card": card}


@register.inclusion_tag("components/plain_table.html")
def plain_table(data: Any, caption: Text = "") -> dict[str, Any]:
    return {"data": data, "caption": caption}


@register.inclusion_tag("components/empty_state.html")
def empty_state(state: Any) -> dict[str, Any]:
    return {"state": state}


# --- lists ---------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, filterset: Any, target: str = "#results") -> dict[str, Any]:
    """The GET form of a django-filter FilterSet. Its state is the address of the page.

    Fields that the filterset names in `more` are folded away until one of them is used.
    """
    request = context["request"]
    more = getattr(filterset, "more", ())
    return {
        "form": filterset.form,
        "more": more,
        "more_is_used": any(filterset.form.data.get(name) for name in more),
        "path": request.path,
        "target": target,
        "count_text": context.get("count_text", ""),
    }


@register.inclusion_tag("components/table.html")
def table(data: Table) -> dict[str, Any]:
    return {"table": data, "page": data.page}


# --- forms ---------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/form.html", takes_context=True)
def kit_form(
    context: template.Context,
    form: BaseForm,
    submit_label: Text = "",
    cancel_url: str = "",
    action: str = "",
    focus: bool = True,
    gives_file: bool = False,
) -> dict[str, Any]:
    """A whole POST form: summary of errors on top (it takes the focus unless told not to), fields, buttons.

    Where it `gives_file` the page stays, and the form may be sent again.
    """
    return {
        "form": form,
        "submit_label": submit_label,
        "cancel_url": cancel_url,
        "action": action,
        "focus": focus,
        "gives_file": gives_file,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """The summary of errors and the fields, for forms that bring their own buttons."""
    return {"form": form, "focus": focus}


@register.inclusion_tag("components/field.html")
def kit_field(field: BoundField) -> dict[str, Any]:
    """One field with label, help and errors."""
    widget = field.field.widget
    is_choice_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    if is_choice_group:
        widget.attrs.setdefault("class", "form-check-input")
    return {
        "field": field,
        "widget": "" if is_choice_group else field.as_widget(attrs={"class": _widget_class(field)}),
        "is_checkbox": isinstance(widget, CheckboxInput),
        "is_choice_group": is_choice_group,
        "is_fieldset": field.use_fieldset,
    }


def _widget_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        base = "form-check-input"
    else:
        base = "form-select" if isinstance(widget, Select) else "form-control"
    given = widget.attrs.get("class", "")
    return " ".join(part for part in (base, given, "is-invalid" if field.errors else "") if part)


@register.filter
def error_links(form: BaseForm) -> list[tuple[BoundField | None, str]]:
    """Every error of a form with the field it belongs to (None: the form as a whole)."""
    whole: list[tuple[BoundField | None, str]] = [(None, message) for message in form.non_field_errors()]
    return whole + [(field, message) for field in form for message in field.errors]
