"""Finds the class that a list speaks of, by whatever words it uses."""

from collections.abc import Iterable

from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.labels import label_key
from programs.models import TrainingClass


class ClassNames:
    """The classes that a list may speak of."""

    def __init__(self, classes: Iterable[TrainingClass]) -> None:
        self._classes = list(classes)

    def named(self, values: Values) -> list[TrainingClass]:
        """The classes that the row, or a title above it, means: by programme and package, or by one of both."""
        given = " ".join(part for name in ("programme", "package", "intake") if (part := values.get(name)))
        if not given:
            return []
        for words_of in (_whole_name, _programme, _label):
            found = [
                one
                for one in self._classes
                if label_key(given, one.fiscal_year) == label_key(words_of(one), one.fiscal_year)
            ]
            if found:
                return found
        return []


def _whole_name(training_class: TrainingClass) -> str:
    return f"{training_class.programme.title} {training_class.label}"


def _programme(training_class: TrainingClass) -> str:
    return training_class.programme.title


def _label(training_class: TrainingClass) -> str:
    return training_class.label
