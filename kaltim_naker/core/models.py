"""Base classes of records, and the counters behind reference numbers."""

from typing import Self

from django.db import models
from django.db.models.base import ModelState

from kaltim_naker.core.ids import uuid7


class Record(models.Model):
    """A record of people or of work: time-ordered key, times of creation and last change."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def another(self) -> Self:
        """A new record with the values of this one and a key of its own, for whoever makes many that are nearly alike.

        It costs a tenth of `copy` and of filling in each field anew. What can be changed in place (a list) is shared.
        """
        state = ModelState()
        state.fields_cache = self._state.fields_cache.copy()
        made = self.__class__.__new__(self.__class__)
        made.__dict__ = {**self.__dict__, "_state": state, "id": uuid7()}
        return made


class NumberCounter(models.Model):
    """The last number given out for one prefix in one year. Only `core.numbers` touches it."""

    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="core_numbercounter_one_per_year")]

    def __str__(self) -> str:
        return f"{self.prefix}/{self.year}: {self.last}"
