"""Fields (kejuruan), the predicate scale, the indicators of the office, the training centres, and holidays."""

from datetime import date
from decimal import Decimal

from kaltim_naker.accounts.models import Office
from kaltim_naker.core.reference_data import ensure, read_rows
from programs.models import Field, Holiday, Indicator, IpkIndicator, PredicateBand, TrainingCentre


def load() -> int:
    """Returns how many rows were added. All of them may be corrected by the office afterwards."""
    return (
        ensure(Field, read_rows(__file__, "fields"), key=["code"])
        + ensure(PredicateBand, _bands(), key=["valid_from", "lower"])
        + ensure(Indicator, _indicators(), key=["code"])
        + ensure(IpkIndicator, _ipk_indicators(), key=["position"])
        + ensure(TrainingCentre, _centres(), key=["office_id"])
        + ensure(Holiday, _holidays(), key=["day"])
    )


def _bands() -> list[dict[str, object]]:
    """Lower bounds of Permendagri 86/2017 (domain.md §9.3), valid from the first year after it."""
    return [
        {**row, "valid_from": date.fromisoformat(row["valid_from"]), "lower": Decimal(row["lower"])}
        for row in read_rows(__file__, "predicates")
    ]


def _indicators() -> list[dict[str, object]]:
    return [{**row, "position": int(row["position"])} for row in read_rows(__file__, "indicators")]


def _holidays() -> list[dict[str, object]]:
    """As the ministers decreed them; the office adds each new year on the support pages."""
    return [{**row, "day": date.fromisoformat(row["day"])} for row in read_rows(__file__, "holidays")]


def _ipk_indicators() -> list[dict[str, object]]:
    """The nine main indicators of Kepmenaker 206/2017 (domain.md §10). Their parts are the office's data."""
    return [{**row, "position": int(row["position"])} for row in read_rows(__file__, "ipk_indicators")]


def _centres() -> list[dict[str, object]]:
    offices = dict(Office.objects.values_list("code", "pk"))
    return [
        {name: value for name, value in row.items() if name != "office"} | {"office_id": offices[row["office"]]}
        for row in read_rows(__file__, "training_centres")
    ]
