"""What lists say of rows that are dated in a closed quarter."""

from datetime import date

from django.utils.translation import gettext

from kaltim_naker.imports.cells import CellProblem
from programs.locking import PERIOD_CLOSED, Locks


class RowLocks(Locks):
    """The locks, as an importer asks for them: rows they hold wait, and can be brought again when the unit is open."""

    def problem(self, day: date, centre: int | None, column: str) -> CellProblem | None:
        """Why a row has to wait, at the column of its day; None where the quarter is open."""
        lock = self.on(day, centre)
        if lock is None:
            return None
        hint = gettext("The row is kept; take it in again when the quarter is open.")
        return CellProblem(PERIOD_CLOSED, lock.explanation, hint=hint, column=column)
