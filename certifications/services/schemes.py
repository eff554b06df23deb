"""Schemes with their units of competence."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certifications.models import Scheme, SchemeUnit
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError


@transaction.atomic
def save_scheme(
    *, actor: User, scheme: Scheme | None = None, units: Sequence[tuple[str, str]] | None = None, **facts: Any
) -> Scheme:
    """Enter a scheme or correct it. `units` are (code, title) in their order; None leaves them as they are.

    Certificates that were issued keep the title and the validity they were printed with.
    """
    saved = scheme or Scheme()
    for name, value in facts.items():
        setattr(saved, name, value)
    saved.full_clean()
    saved.save()
    if units is not None:
        codes = [code for code, _title in units]
        doubled = {code for code in codes if codes.count(code) > 1}
        if doubled:
            raise DomainError(
                "unit_doubled", _("The unit %(code)s stands twice.") % {"code": min(doubled)}, field="units"
            )
        saved.units.exclude(code__in=codes).delete()
        for position, (code, title) in enumerate(units, start=1):
            SchemeUnit.objects.update_or_create(
                scheme=saved, code=code, defaults={"title": title, "position": position}
            )
    return saved
