"""What reference data are called, kept in memory: joins for a hundred rows that name ten regions are most of a query.

With each page the database says which version of the names it has, in the statement that reads the rows. Names of
another version are read anew, so a correction is seen by the next request of every process.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model, TextField
from django.db.models.expressions import RawSQL
from rest_framework import serializers

from kaltim_naker.core.sandbox import is_active

Names = Mapping[Any, dict[str, Any]]

#: A column for whoever reads rows that are shown with names.
VERSION = RawSQL("(SELECT number::text FROM api_namesversion)", (), output_field=TextField())


# Not a docstring: the document would take it for that of each part.
# A row of the reference table `of`, wherever a record points at one. Its fields are plain columns.
class NamedPart(serializers.Serializer):
    of: ClassVar[type[Model]]


#: In the sandbox other rows are kept than outside.
_kept: dict[tuple[type[NamedPart], bool], tuple[str, Names]] = {}


def names_of(part: type[NamedPart], version: str | None) -> Names:
    """Key → how the row is shown. Without a version nothing is known of what was kept, so it is read."""
    place = part, is_active()
    kept = _kept.get(place)
    if kept is None or kept[0] != version:
        # One entry at once: another thread sees the old pair or the new one.
        kept = _kept[place] = version or "", _read(part)
    return kept[1]


def _read(part: type[NamedPart]) -> Names:
    fields = part().fields
    columns = [field.source.replace(".", "__") for field in fields.values()]
    rows = part.of._default_manager.order_by().values_list("pk", *columns)
    return {key: dict(zip(fields, values, strict=True)) for key, *values in rows}
