"""What the desk learns from the people of an office: what a value should have been. Of columns, see `layouts`."""

from django.db.models import F

from kaltim_naker.accounts.models import Office
from kaltim_naker.core.nik import without_nik
from kaltim_naker.imports.models import RememberedCorrection
from kaltim_naker.imports.wording import normalise

_LONGEST = 200
# Nobody corrects more different values of one kind by hand.
_OFFERED = 5_000


class Corrections:
    """What people of an office corrected in files of one kind; offered again, never applied unasked."""

    def __init__(self, office: Office, kind: str) -> None:
        known = RememberedCorrection.objects.filter(office=office, kind=kind).order_by("last_used_at")[:_OFFERED]
        self._known = {(found.column, normalise(found.given)): found.corrected for found in known}

    def of(self, column: str, text: str) -> str:
        """What this text became the last time; empty where nobody corrected it."""
        return self._known.get((column, normalise(text)), "")


def remember_correction(*, office: Office, kind: str, column: str, given: str, corrected: str, times: int = 1) -> None:
    """Keep what a value became. Empty and long values, and what looks like a NIK, are not kept."""
    if not given or not corrected or max(len(given), len(corrected)) > _LONGEST or without_nik(given) != given:
        return
    known, is_new = RememberedCorrection.objects.get_or_create(
        office=office, kind=kind, column=column, given=given, defaults={"corrected": corrected, "times": times}
    )
    if not is_new:
        known.corrected, known.times = corrected, F("times") + times
        known.save(update_fields=["corrected", "times", "last_used_at"])
