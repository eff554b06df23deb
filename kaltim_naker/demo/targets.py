"""The targets of 2025 as the office announced them (domain.md §0.2).

Quarter targets were never published, and a quarter each would be wrong for training that runs from March to November:
none are loaded (domain.md §13.1).
"""

from decimal import Decimal

from kaltim_naker.accounts.models import User
from kaltim_naker.demo.classes import BALIKPAPAN, BONTANG, YEAR
from programs.models import Indicator, TrainingCentre
from programs.services import set_target

_SOURCE = "Disnakertrans Kaltim, siaran pers target sertifikasi 2025: 1.000 BLKI Balikpapan + 500 BLKI Bontang"
_PARTS = {BALIKPAPAN: 1000, BONTANG: 500}
_APPRENTICES, _APPRENTICES_SOURCE = 400, "Disnakertrans Kaltim, siaran pers 2025: sekitar 400 peserta pemagangan"


def set_targets(actor: User) -> None:
    """1,500 = 1,000 + 500 certified, and about 400 apprentices, counted when they begin."""
    certified, apprentices = (Indicator.objects.get(code=code) for code in ("K1", "K2"))
    whole = set_target(actor=actor, indicator=certified, year=YEAR, value=Decimal(sum(_PARTS.values())), source=_SOURCE)
    for office, value in _PARTS.items():
        centre = TrainingCentre.objects.get(office__code=office)
        set_target(
            actor=actor,
            indicator=certified,
            year=YEAR,
            value=Decimal(value),
            source=_SOURCE,
            centre=centre,
            parent=whole,
        )
    set_target(actor=actor, indicator=apprentices, year=YEAR, value=Decimal(_APPRENTICES), source=_APPRENTICES_SOURCE)
