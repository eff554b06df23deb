"""Tables as offices lay them out: the same rows under other heads, in other orders, files and spellings."""

from tests.kaltim_naker.imports.layouts.render import render
from tests.kaltim_naker.imports.layouts.tables import TABLES, Example
from tests.kaltim_naker.imports.layouts.variants import LAYOUTS, PLAIN, Layout

__all__ = ["LAYOUTS", "PLAIN", "TABLES", "Example", "Layout", "render"]
