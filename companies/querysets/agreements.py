"""Reusable reads about agreements."""

from datetime import date, timedelta
from typing import Self

from kaltim_naker.access.scope import ScopedQuerySet

# An agreement is renewed in good time, or it is not renewed.
NOTICE_DAYS = 90


class AgreementQuerySet(ScopedQuerySet):
    def in_force(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def ending(self, day: date) -> Self:
        """In force, but not for long."""
        return self.in_force(day).filter(ends_on__lte=day + timedelta(days=NOTICE_DAYS))

    def over(self, day: date) -> Self:
        return self.filter(ends_on__lt=day)
