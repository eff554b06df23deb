"""When the names of reference data last changed, for whoever keeps them in memory."""

import pgtrigger
from django.db import models

from certifications.models import Issuer
from kaltim_naker.accounts.models import Office
from kaltim_naker.regions.models import KbliSection, Region
from programs.models import Field, TrainingCentre

#: Tables whose rows stand behind a code wherever a record is shown.
NAMED = (Region, KbliSection, Office, TrainingCentre, Field, Issuer)

# A new number, not the next one: what is rolled back must not give its number to something else.
_CHANGED = """
    INSERT INTO api_namesversion (id, number) VALUES (1, (random() * 9e15)::bigint)
    ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number;
    RETURN NULL;
"""


class NamesVersion(models.Model):
    """One row with a number that is another one after each change of the tables in `NAMED`, however it was made.

    Statement-level triggers write it in the transaction of the change itself, so it is seen exactly when the change is.
    """

    number = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="api_namesversion_one_row")]

    def __str__(self) -> str:
        return str(self.number)


for _model in NAMED:
    pgtrigger.register(
        pgtrigger.Trigger(
            name="names_changed",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func=_CHANGED,
        )
    )(_model)
