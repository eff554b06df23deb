"""From a KBLI code to its section (domain.md §6.5)."""

KBLI_VERSIONS = (2020, 2025)

# First and last division of each section of KBLI 2020 (Peraturan BPS 2/2020).
_DIVISIONS_2020 = (
    ("A", 1, 3),
    ("B", 5, 9),
    ("C", 10, 33),
    ("D", 35, 35),
    ("E", 36, 39),
    ("F", 41, 43),
    ("G", 45, 47),
    ("H", 49, 53),
    ("I", 55, 56),
    ("J", 58, 63),
    ("K", 64, 66),
    ("L", 68, 68),
    ("M", 69, 75),
    ("N", 77, 82),
    ("O", 84, 84),
    ("P", 85, 85),
    ("Q", 86, 88),
    ("R", 90, 93),
    ("S", 94, 96),
    ("T", 97, 98),
    ("U", 99, 99),
)


def section_letter(code: str, version: int) -> str | None:
    """The section of a code of two to five digits; None where no section has this division.

    Only KBLI 2020 is known by its divisions. The letters of 2025 shifted, so nothing is guessed there.
    """
    if version != 2020:
        return None
    division = int(code[:2])
    return next((letter for letter, first, last in _DIVISIONS_2020 if first <= division <= last), None)
