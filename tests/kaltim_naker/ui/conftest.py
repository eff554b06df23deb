import pytest

from kaltim_naker.ui import navigation


@pytest.fixture
def small_site(settings, monkeypatch):
    """The pages of `pages.py`; the menu of the real site has no place there."""
    settings.ROOT_URLCONF = "tests.kaltim_naker.ui.pages"
    monkeypatch.setattr(navigation, "NAVIGATION", ())
