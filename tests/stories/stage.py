"""Where a story plays."""

from dataclasses import dataclass
from typing import Any

from kaltim_naker.accounts.models import User
from programs.models import TrainingCentre
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory


@dataclass(frozen=True)
class Stage:
    """Where a story plays: the two centres, and somebody who may do everything in it."""

    balikpapan: TrainingCentre
    bontang: TrainingCentre
    actor: User

    def graduate(self, person: object | None = None, centre: TrainingCentre | None = None) -> Any:
        """Somebody who passed a class of 2025."""
        training = TrainingClassFactory(centre=centre or self.balikpapan, closed=True)
        who = {"job_seeker": person} if person else {}
        return EnrolmentFactory(training_class=training, passed=True, **who)
