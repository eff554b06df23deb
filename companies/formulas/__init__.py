"""Arithmetic about companies without the database, a module for each subject."""
