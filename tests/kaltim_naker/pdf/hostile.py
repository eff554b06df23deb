"""Values that stand for whatever a template may ask for, each of them an attack on the renderer.

No template needs an entry: a name that nobody gave is an `Anything`, which has every attribute, is a list of one, and
is written as the next attack. So a new template is under attack from its first day.
"""

from collections.abc import Iterator
from copy import copy
from itertools import cycle
from typing import Any

import pytest
from django.template.base import FilterExpression, Parser
from django.template.context import Context
from django.template.defaulttags import ForNode
from django.templatetags.i18n import BlockTranslateNode


class Anything:
    """Has whatever it is asked for. `known` are attributes for which only one value will do."""

    do_not_call_in_templates = True

    def __init__(self, attacks: Iterator[str], **known: Any) -> None:
        self._attacks = attacks
        self._known = known
        #: How many names a loop gives to one of its things.
        self.length = 1

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "resolve_expression":
            raise AttributeError(name)
        return self._known.get(name, self)

    def __getitem__(self, key: object) -> Any:
        return self._known.get(str(key), self)

    def __iter__(self) -> Iterator["Anything"]:
        return iter((self,))

    def __len__(self) -> int:
        return self.length

    def __str__(self) -> str:
        return next(self._attacks)


def under_attack(monkeypatch: pytest.MonkeyPatch, attacks: list[str]) -> Anything:
    """From now on each name without a value is an attack."""
    texts = cycle(attacks)
    anything = Anything(texts)
    given, resolve, translated = Context.__getitem__, FilterExpression.resolve, BlockTranslateNode.render
    loop = ForNode.render

    def found(context: Context, name: str) -> Any:
        try:
            return given(context, name)
        except KeyError:
            return anything

    def resolved(expression: FilterExpression, *arguments: Any, **options: Any) -> Any:
        # A filter for dates or numbers has no use for an attack: it goes onto the page as it is.
        try:
            return resolve(expression, *arguments, **options)
        except (TypeError, ValueError, AttributeError, ArithmeticError, KeyError):
            return next(texts)

    def counted(node: BlockTranslateNode, context: Context, nested: bool = False) -> str:
        # What is counted has to be a number. The template is kept for others: only a copy is changed.
        node = copy(node)
        node.counter = node.counter and FilterExpression("2", Parser([]))
        return translated(node, context, nested)

    def looped(node: ForNode, context: Context) -> str:
        before, anything.length = anything.length, len(node.loopvars)
        try:
            return loop(node, context)
        finally:
            anything.length = before

    monkeypatch.setattr(Context, "__getitem__", found)
    monkeypatch.setattr(ForNode, "render", looped)
    monkeypatch.setattr(BlockTranslateNode, "render", counted)
    monkeypatch.setattr(FilterExpression, "resolve", resolved)
    return anything
