"""How something that waits is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.scope import scope_of
from kaltim_naker.accounts.models import User
from kaltim_naker.ui.components import Badge, InboxItem

DUE, LATE, NEWS = Badge(_("due"), "info"), Badge(_("late"), "warn"), Badge(_("news"), "good")
# How long a finished report or an unmasked number is news.
NEWS_DAYS = 7


@dataclass(frozen=True)
class Waiting:
    """A list of something to be done. `rows` yields the rows of the list at `url_name?query`, before the scope."""

    label: str | Promise
    action: Action
    rows: Callable[[User], QuerySet]
    url_name: str
    query: Callable[[], dict[str, str]] = dict
    badge: Badge = DUE
    note: str | Promise = ""

    def item(self, user: User) -> InboxItem:
        rows = self.rows(user).visible_to(scope_of(user, self.action))  # type: ignore[attr-defined]
        query = urlencode(self.query())
        url = reverse(self.url_name) + (f"?{query}" if query else "")
        return InboxItem(self.label, rows.count(), url, self.note, self.badge)
