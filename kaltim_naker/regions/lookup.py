"""Under which names regencies and cities are known (domain.md §1).

The names come from the same file as the table, so that a workbook can be checked without a database. Matching what
people type against them is the import desk's craft: `RegionNames(known_names())` in `imports.parsers.places`.
"""

from functools import lru_cache

from kaltim_naker.core.reference_data import read_rows

Names = tuple[str, str, tuple[str, ...]]


@lru_cache(maxsize=1)
def known_names() -> tuple[Names, ...]:
    """Code, official name, and further names of every regency and city of Indonesia, in the order of the codes.

    Further names are short names (Kukar), seats (Sangatta) and older spellings (Pasir, Mahakam Hulu). “Kutai” alone is
    none of them on purpose: three regencies bear that name.
    """
    return tuple(
        (row["code"], row["name"], tuple(filter(None, (row["short_name"], *row["aliases"].split("|")))))
        for row in read_rows(__file__, "regencies")
    )
