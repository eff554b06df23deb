"""Real events of the office (domain.md §0.2, §11.3), each with its source."""

from datetime import date

from kaltim_naker.core.reference_data import read_rows
from programs.models import Activity


def create_activities() -> None:
    Activity.objects.bulk_create(
        Activity(
            kind=row["kind"],
            title=row["title"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            place=row["place"],
            participants=row["participants"] or None,
            companies=row["companies"] or None,
            summary=row["summary"],
            source=row["source"],
        )
        for row in read_rows(__file__, "events")
    )
