"""The offices of the province: the provincial office, the two training centres, the ten regional offices."""

from kaltim_naker.accounts.models import Office
from kaltim_naker.core.reference_data import ensure, read_rows
from kaltim_naker.regions.models import Region


def load() -> int:
    """Returns how many offices were added. Names differ between the regions and may be corrected afterwards."""
    regions = dict(Region.objects.values_list("code", "pk"))
    rows = [
        {name: value for name, value in row.items() if name != "region"} | {"region_id": regions[row["region"]]}
        for row in read_rows(__file__, "offices")
    ]
    return ensure(Office, rows, key=["code"])
