"""How reports write amounts."""

from decimal import Decimal

from django.utils.translation import gettext as _

from kaltim_naker.ui.formatting import DASH, number

#: Nobody enters more; what has more was divided.
MOST_DECIMALS = 4


def as_float(value: Decimal | None) -> float | None:
    """For charts and cards, which measure lengths and never decide."""
    return None if value is None else float(value)


def amount(value: Decimal | int | None) -> str:
    """A target or a count with the decimals it has: `1.500`, but `0,05`; a quotient with two."""
    if value is None:
        return DASH
    exponent = Decimal(value).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return number(value, decimals if decimals <= MOST_DECIMALS else 2)


def overlap_in_words(several: int, excess: int) -> str:
    """Why parts exceed their whole."""
    words = _("%(several)s are counted in more than one part, so the parts add up to %(excess)s more than the whole.")
    return words % {"several": number(several), "excess": number(excess)}
