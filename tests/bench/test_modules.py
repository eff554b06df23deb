"""What is measured, and what it is measured beside, is there in a fresh checkout."""

import pkgutil
from importlib import import_module

import pytest

import bench


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(bench.__path__)])
def test_each_measurement_finds_what_it_needs(name: str) -> None:
    if name != "__main__":
        import_module(f"bench.{name}")
