"""How an operation is taken out of service: announced in each answer, in the document and in the changelog.

A resource names what will end: `deprecated = {"list": Deprecation(since=…, sunset=…, instead="/api/v1/…")}`. Between
the announcement and the end lie at least six months, so that ten small teams can follow.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.http import http_date

LEAST_NOTICE = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Deprecation:
    """From when on something should not be used any more, when it ends, and what takes its place."""

    since: date
    sunset: date
    instead: str

    def __post_init__(self) -> None:
        if self.sunset - self.since < LEAST_NOTICE:
            raise ValueError(f"Between {self.since} and {self.sunset} lie less than {LEAST_NOTICE.days} days.")

    @property
    def headers(self) -> dict[str, str]:
        """`Deprecation` (RFC 9745), `Sunset` (RFC 8594), and the way to what takes its place."""
        return {
            "Deprecation": f"@{int(_moment(self.since).timestamp())}",
            "Sunset": http_date(_moment(self.sunset).timestamp()),
            "Link": f'<{self.instead}>; rel="successor-version"',
        }


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
