"""The one error of this package: a line that a person at a terminal can act on."""


class EmbeddedError(Exception):
    """Something outside the program is in the way; the message says what, and the way out, in one line."""
