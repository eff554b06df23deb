"""What Permenaker 6/2020 says in figures (domain.md §5, found there), and a few of our own.

What the sources are not sure of is no constant: the age for dangerous work stands on each programme, participants per
mentor is a setting.
"""

from datetime import timedelta

# Job seekers from 17; who is exactly 17 needs the written consent of parent or guardian (article 9).
MINIMUM_AGE = 17

# Of the workers of the site, in per cent.
MOST_PERCENT_OF_WORKERS = 20

MOST_MONTHS = 12

# Share of theory and simulation in per cent of the time; the rest is practice at work.
LEAST_THEORY = 10
MOST_THEORY = 25

# An application that is complete is answered within this many working days (article 17).
PERMIT_WORKING_DAYS = 3

# Series of agreements: PMG/YEAR/000001.
AGREEMENT_PREFIX = "PMG"

# An apprenticeship that ends this soon is shown, so that its end is prepared.
ENDING_DAYS = 30
# A logbook is missing when this many days after the end of a week nothing is written.
LOGBOOK_DAYS = 14
# More hours than this in a week were not worked.
MOST_HOURS_A_WEEK = 60

# A personal link: random bytes (192 bits), how long it works after the last day, and at most.
LINK_BYTES = 24
LINK_AFTER_END = timedelta(days=14)
LINK_LONGEST = timedelta(days=180)

# So many NIKs may be pasted at once.
MOST_NIKS = 100
