"""Turn one cell into one value, or raise CellProblem with a code, the reason and the way out. None for an empty cell."""
