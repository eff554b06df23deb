"""Names of tasks, and defaults of the settings (domain.md §12; unsure ones can be set)."""

from datetime import timedelta

SWEEP = "privacy.sweep"
# Article 46: 3 × 24 hours for the written notice of a failure; articles 5 to 13 [K-h] for an answer.
INCIDENT_CLOCK = timedelta(hours=72)
REQUEST_PREFIX, INCIDENT_PREFIX = "PDP", "INS"
NAME_OF_THE_ERASED = "Data dihapus"
