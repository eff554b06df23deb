"""What Django's support pages (`/admin/`) ask about rights, answered from the same table as everything else."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.models import User

_APP = "accounts"
# Accounts and offices are closed or renamed, never deleted: the history names them.
_PERMISSIONS = frozenset(
    f"{_APP}.{verb}_{model}"
    for model, verbs in {
        "user": ("view", "add", "change"),
        "office": ("view", "add", "change"),
        "membership": ("view", "add", "change", "delete"),
    }.items()
    for verb in verbs
)


class RoleBackend(BaseBackend):
    """Who manages accounts sees people, offices and roles on the support pages, and nothing else there.

    The mark `is_staff` on the account is asked besides, by the support pages themselves.
    """

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        return perm in _PERMISSIONS and can(user_obj, Action.MANAGE_ACCOUNTS)

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        return app_label == _APP and can(user_obj, Action.MANAGE_ACCOUNTS)
