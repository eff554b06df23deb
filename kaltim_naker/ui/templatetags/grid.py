"""One field in one cell of a grid (ui.grids): its label is read out with the name of the row."""

from typing import Any

from django import template
from django.forms import BoundField, Select

register = template.Library()


@register.inclusion_tag("components/grid_field.html")
def grid_field(field: BoundField, row: str) -> dict[str, Any]:
    base = "form-select" if isinstance(field.field.widget, Select) else "form-control"
    attrs = {
        "class": f"{base} {base}-sm{' is-invalid' if field.errors else ''}",
        "aria-label": f"{field.label}: {row}",
    }
    return {"field": field, "widget": field.as_widget(attrs=attrs)}
