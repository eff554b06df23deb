"""Passwords that others would try first: known from breaches, or made of what is known about the person."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from kaltim_naker.accounts.models import User

#: zxcvbn's scale runs from 0 to 4; 3 stands for 10⁸ guesses and more.
LEAST_SCORE = 3
#: Its time grows with the square of the length.
_LONGEST_JUDGED = 64
#: What everybody in these offices would think of first, beside the 30,000 passwords from breaches that it brings.
_OUR_WORDS = frozenset(
    {
        "kaltim",
        "naker",
        "kalimantan",
        "timur",
        "disnaker",
        "disnakertrans",
        "blki",
        "balikpapan",
        "bontang",
        "samarinda",
    }
    | {"rahasia", "sandi", "katasandi", "pegawai", "kantor", "dinas", "tenaga", "kerja", "indonesia", "bismillah"}
    | {"merdeka", "garuda", "nusantara", "sayang"}
)


class GuessablePasswordValidator:
    """Refuses what could be guessed within 10⁸ tries, offline. No rules about capitals or digits: they do not help."""

    def validate(self, password: str, user: User | None = None) -> None:
        known = tuple(word for text in (user.email, user.full_name) for word in _words(text)) if user else ()
        if score(password, known) < LEAST_SCORE:
            raise ValidationError(
                _("This password is too easy to guess or known from a data breach. Three or four unrelated words do."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("Take three or four unrelated words; a password known from a data breach is refused.")


def score(password: str, known: tuple[str, ...] = ()) -> int:
    """0 to 4, by the number of guesses that a patient stranger would need."""
    return int(zxcvbn(password[:_LONGEST_JUDGED], user_inputs=[*_OUR_WORDS, *known])["score"])


def _words(text: str) -> list[str]:
    whole = text.lower().partition("@")[0]
    return [word for word in (whole, *text.lower().replace("@", " ").replace(".", " ").split()) if len(word) > 2]
