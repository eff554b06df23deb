"""A copy for testing, in which nobody can be recognised: written from here, loaded into an empty migrated database.

Every table says in `plan` what becomes of it, and every text in it; a test names the one that does not. Figures stay as
they are, since what is counted is copied; who it was counted of is invented.
"""

from kaltim_naker.privacy.scrubbed.loading import NotEmptyError, load_copy
from kaltim_naker.privacy.scrubbed.plan import undeclared
from kaltim_naker.privacy.scrubbed.writing import write_copy

__all__ = ["NotEmptyError", "load_copy", "undeclared", "write_copy"]
