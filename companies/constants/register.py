"""Bounds of the size classes, and how alike names must be."""

from decimal import Decimal

from companies.choices import SizeClass

BILLION = Decimal(10) ** 9

# Upper bounds, included, in rupiah (PP 7/2021, domain.md §7.1); what lies above the last is large.
CAPITAL_BOUNDS = (
    (1 * BILLION, SizeClass.MICRO),
    (5 * BILLION, SizeClass.SMALL),
    (10 * BILLION, SizeClass.MEDIUM),
)
SALES_BOUNDS = (
    (2 * BILLION, SizeClass.MICRO),
    (15 * BILLION, SizeClass.SMALL),
    (50 * BILLION, SizeClass.MEDIUM),
)
# The same in workers (BPS, industry).
WORKER_BOUNDS = ((4, SizeClass.MICRO), (19, SizeClass.SMALL), (99, SizeClass.MEDIUM))

# From this likeness of two names on, with work sites in one region, somebody is asked whether they are one company.
NAME_SIMILARITY = 0.6
# The most pairs shown for one company: more would be a chain of shops, not a doubt.
MOST_CANDIDATES = 5

# A count of companies this far (in per cent) from the one before it is asked about (domain.md §10).
PLAUSIBLE_CHANGE = 50
