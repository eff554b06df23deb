"""Words out of a closed list, in the spellings that people use."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.wording import normalise, without_brackets
from kaltim_naker.imports.workbook import Cell


def choice_parser(
    code: str, spellings: Mapping[str, str], shown: Mapping[str, str | Promise]
) -> Callable[[Cell], str | None]:
    """A parser for one of few values. `spellings` gives for each its words, separated by `|`; `shown` its label.

    The parser raises `code`, with the labels as suggestions, for a word that is none of them; an empty cell is None.
    """
    by_word = {word: value for value, words in spellings.items() for word in words.split("|")}

    def parse(cell: Cell) -> str | None:
        text = text_of(cell)
        if not text:
            return None
        for form in (normalise(text), normalise(without_brackets(text))):
            if form in by_word:
                return by_word[form]
        labels = [str(shown[value]) for value in spellings]
        message = _("“%(value)s” is not one of the possible answers.") % {"value": text[:60]}
        hint = _("Write one of: %(answers)s.") % {"answers": ", ".join(labels)}
        raise CellProblem(code, message, hint=hint, suggestions=[words.split("|")[0] for words in spellings.values()])

    return parse
