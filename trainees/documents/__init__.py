"""Reads: what a list, a grid or a sheet of paper shows. None of them changes anything."""
