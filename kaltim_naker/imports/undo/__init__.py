"""Undoing an import as a whole, until something has come of its rows."""

from kaltim_naker.imports.undo.blockers import Blocker, blockers_of, let_go
from kaltim_naker.imports.undo.services import request_undo, require_undoable, undo_run

__all__ = ["Blocker", "blockers_of", "let_go", "request_undo", "require_undoable", "undo_run"]
