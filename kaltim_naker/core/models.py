"""Base classes of records, and the counters behind reference numbers."""

from django.db import models

from kaltim_naker.core.ids import uuid7


class Record(models.Model):
    """A record of people or of work: time-ordered key, times of creation and last change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class NumberCounter(models.Model):
    """The last number given out for one prefix in one year. Only `core.numbers` touches it."""

    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="core_numbercounter_one_per_year")]

    def __str__(self) -> str:
        return f"{self.prefix}/{self.year}: {self.last}"
