"""Fixed facts about people and their training. Where a rule has a source, it stands beside it."""

from datetime import timedelta

# The version of the privacy notice that staff show at registration (domain.md §12).
PRIVACY_NOTICE_VERSION = "2025-01"

# AK-1 (domain.md §6.1): two years, a report every six months.
AK1_VALID_MONTHS = 24
AK1_REPORT_MONTHS = 6

# A trigram index finds nothing quickly with fewer letters (performance.md §4).
SEARCH_LETTERS = 3

# Similarity of two names (pg_trgm, 0 to 1) from which a pair is shown to somebody. The same birth date is weaker
# evidence than the same phone: on each day of a year of births many people share it.
PHONE_NAME_SIMILARITY = 0.35
BIRTH_NAME_SIMILARITY = 0.55

# A reserve may still take a free seat in the first days of a running class (domain.md §3.3).
REPLACEMENT_DAYS = 3

# After this many days an attendance mark is changed only with a reason.
LATE_AFTER_DAYS = 3

# Tracer rounds, in months after the class was closed, and how long a personal link works.
TRACER_MONTHS = (3, 6, 12)
LINK_VALID = timedelta(days=30)
# Random bytes of a link: 192 bits, well above the 128 that make guessing hopeless.
LINK_BYTES = 24

# A placement belongs to the training when the job began within this time (domain.md §6.4).
PLACEMENT_MONTHS = 6

# One number for more people than this is a signal; families share a phone (domain.md §2.5).
PEOPLE_PER_PHONE = 3
# A class whose marks were all entered within this time, though it took longer than that many days.
LAST_HOUR = timedelta(hours=1)
LAST_HOUR_FROM_DAYS = 5

# Background work, by name.
FIND_SIGNALS = "trainees.find_signals"
FIND_DUPLICATES = "trainees.find_duplicates"
FIND_DUPLICATES_OF = "trainees.find_duplicates_of"
#: Whose data are those of a child before (UU 27/2022, article 25).
ADULT_AGE = 18
