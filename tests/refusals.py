"""What a service says when it refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kaltim_naker.core.errors import DomainError


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block ends in a DomainError with this code."""
    with pytest.raises(DomainError) as refusal:
        yield
    assert refusal.value.code == code
