"""How good the data are: what is missing, what came late, what nobody has looked at. Each number is a list."""

from kaltim_naker.reports.quality.board import Board, Cell, Line, board_in, board_of
from kaltim_naker.reports.quality.checks import CHECKS, Check, Place, check_named

__all__ = ["CHECKS", "Board", "Cell", "Check", "Line", "Place", "board_in", "board_of", "check_named"]
