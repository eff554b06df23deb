"""The elements of SMPP as the regulation names them; its criteria and weights were not found and are not invented."""

from datetime import date

from companies.models import SmppElement, SmppInstrument
from kaltim_naker.core.reference_data import ensure, read_rows

_TITLE, _SOURCE, _VALID_FROM = "SMPP (Kepmenaker 156/2021)", "Kepmenaker 156/2021", date(2021, 1, 1)


def load() -> int:
    """Returns how many rows were added. The office enters criteria as a version of its own."""
    instrument, created = SmppInstrument.objects.get_or_create(
        title=_TITLE, valid_from=_VALID_FROM, defaults={"source": _SOURCE}
    )
    rows = [
        {**row, "position": int(row["position"]), "instrument_id": instrument.pk}
        for row in read_rows(__file__, "smpp_elements")
    ]
    return int(created) + ensure(SmppElement, rows, key=["instrument_id", "position"])
