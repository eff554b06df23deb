"""Lists of results and certificates at the import desk."""

from django.utils.translation import gettext_lazy as _

from certifications.imports.columns import certificate_is_complete, columns, dates_in_order, outcome_by_tick
from certifications.imports.importer import ResultImporter
from certifications.imports.template import RESULT_TEMPLATE
from kaltim_naker.access.actions import Action
from kaltim_naker.imports.kinds import Kind, Values
from kaltim_naker.imports.labels import title_key


def _identity(values: Values) -> tuple[object, ...] | None:
    if not values.get("nik"):
        return None
    return values["nik"].value, title_key(values.get("scheme") or ""), values.get("assessed_on")


RESULTS = Kind(
    name="results",
    label=_("Results and certificates"),
    columns=columns,
    complete=outcome_by_tick,
    rules=(dates_in_order, certificate_is_complete),
    identity=_identity,
    identity_column="nik",
    bring_label=_("Bring results and certificates"),
    action=Action.IMPORT_RESULTS,
    importer=ResultImporter,
    template=RESULT_TEMPLATE,
)
