"""Turn one cell into one value (None for an empty one), or raise CellProblem with code, reason and way out."""
