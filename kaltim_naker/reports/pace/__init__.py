"""Where a year is against where it should be: forecast, interval, gap, and what closes it. Arithmetic apart from data.

`arithmetic` and `curve` know nothing of a database; `records` reads a year once, `build` makes the facts of a page.
"""
