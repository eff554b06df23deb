"""The names of all regencies and cities of the country, with the further names of our own."""

from kaltim_naker.imports.parsers.places import KALTIM, RegionNames
from kaltim_naker.regions.models import Region


def load_region_names() -> RegionNames:
    """Read from the region table; without it, the names of East Kalimantan alone."""
    everywhere = [
        (code, name, (short,))
        for code, name, short in Region.objects.kab_kota().values_list("code", "name", "short_name")
    ]
    return RegionNames([*KALTIM, *everywhere])
