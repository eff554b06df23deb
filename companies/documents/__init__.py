"""Reads about companies: what a page or a sheet of paper shows. None of them changes anything."""
