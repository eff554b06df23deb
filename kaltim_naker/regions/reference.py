"""All provinces, regencies and cities of Indonesia, the districts of East Kalimantan, and the sections of KBLI.

Sources and licences: docs/data-sources.md. Both code systems of the home regencies stand in the file as domain.md §1
has them.
"""

from collections.abc import Iterable

from kaltim_naker.core.reference_data import read_rows, synchronise
from kaltim_naker.regions.models import KbliSection, Region, RegionLevel


def load() -> int:
    """Returns how many rows were added or corrected."""
    # From the top down: a region needs the key of the one it lies in.
    return _load_provinces() + _load_regencies() + _load_districts() + _load_kbli()


def _load_provinces() -> int:
    rows = [{**row, "level": RegionLevel.PROVINCE} for row in read_rows(__file__, "provinces")]
    return synchronise(Region, rows, key=["code"])


def _load_regencies() -> int:
    rows = read_rows(__file__, "regencies")
    named = [
        {
            "code": row["code"],
            "bps_code": row["bps_code"] or None,
            "name": row["name"],
            "short_name": row["short_name"],
            "level": RegionLevel.CITY if row["name"].startswith("Kota ") else RegionLevel.REGENCY,
        }
        for row in rows
    ]
    return synchronise(Region, _with_parents(named), key=["code"])


def _load_districts() -> int:
    rows = [
        {**row, "short_name": row["name"], "level": RegionLevel.DISTRICT} for row in read_rows(__file__, "districts")
    ]
    return synchronise(Region, _with_parents(rows), key=["code"])


def _with_parents(rows: list[dict[str, str]]) -> Iterable[dict[str, object]]:
    """A region's code begins with the code of the region it lies in: 64.71.01 in 64.71, that in 64."""
    keys = dict(Region.objects.values_list("code", "pk"))
    return ({**row, "parent_id": keys[row["code"].rpartition(".")[0]]} for row in rows)


def _load_kbli() -> int:
    rows = [{**row, "version": int(row["version"])} for row in read_rows(__file__, "kbli_sections")]
    return synchronise(KbliSection, rows, key=["version", "code"])
