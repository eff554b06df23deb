"""Each figure of the demo year opens the list behind it, and the list is exactly as long as the figure says."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from companies.models import Agreement
from kaltim_naker.accounts.models import User
from kaltim_naker.demo.users import LOGINS
from programs.models import Indicator, Target
from tests.conftest import client_of
from tests.kaltim_naker.reports.figures import figures_of, list_behind

pytestmark = pytest.mark.django_db

#: Who walks, and how many figures there are at least: fewer would mean that a page has lost its links.
WALKERS = [("kepala.dinas", 120), ("admin.bontang", 110), ("disnaker.samarinda", 60)]


def pages() -> Iterator[str]:
    """Every page that shows figures, of the demo year."""
    yield f"{reverse('dashboard:home')}?year=2025"
    for quarter in ("", "3"):
        yield f"{reverse('reports:achievement')}?year=2025&quarter={quarter}"
    yield f"{reverse('reports:budget')}?year=2025&quarter="
    for axes in ("rows=month&columns=centre", "rows=age&columns=sex", "rows=issuer&columns="):
        yield f"{reverse('reports:matrix')}?year=2025&quarter=&figure=K1&{axes}"
    yield f"{reverse('reports:matrix')}?year=2025&quarter=2&mode=quarter&figure=response_rate&rows=centre"
    for indicator in Indicator.objects.all():
        yield indicator.get_absolute_url()
    for target in Target.objects.filter(year=2025, value__isnull=False)[:12]:
        yield target.get_absolute_url()
    for agreement in Agreement.objects.filter(deliverables__isnull=False).distinct():
        yield agreement.get_absolute_url()


@pytest.mark.parametrize(("login", "at_least"), WALKERS)
def test_every_figure_is_its_list(login: str, at_least: int) -> None:
    user = User.objects.get(email=next(one.email for one in LOGINS if one.email.startswith(f"{login}@")))
    client = client_of(user)
    figures: dict[str, int] = {}
    for page in pages():
        answer = client.get(page)
        if answer.status_code == 403:
            continue
        assert answer.status_code == 200, page
        for figure, url in figures_of(answer):
            assert figures.setdefault(url, figure) == figure, f"{url}: {page} says {figure}, another page otherwise"

    assert len(figures) >= at_least
    wrong = {url: (figure, listed) for url, figure in figures.items() if (listed := list_behind(client, url)) != figure}
    assert wrong == {}
