"""Composition: targets × measures → report facts → PDF. What is printed is counted by `programs.measures`."""
