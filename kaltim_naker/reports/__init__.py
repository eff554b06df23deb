"""Composition: targets × measures → report facts → PDF. What is printed here is counted elsewhere (programs.measures)."""
