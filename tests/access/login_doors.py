"""The rows of the table of doors about logging in (django-allauth)."""

from tests.access.doors import PUBLIC, STAFF, Door

LOGIN_DOORS: dict[str, Door] = {
    "account_login": Door(PUBLIC, method="form"),
    "account_signup": Door(PUBLIC),
    "account_inactive": Door(PUBLIC),
    "account_reset_password": Door(PUBLIC, method="form"),
    "account_reset_password_done": Door(PUBLIC),
    "account_reset_password_from_key": Door(PUBLIC, args={"uidb36": "1", "key": "x-y"}),
    "account_reset_password_from_key_done": Door(PUBLIC),
    "account_confirm_email": Door(PUBLIC, args={"key": "x"}),
    "account_email_verification_sent": Door(PUBLIC),
    "account_confirm_login_code": Door(PUBLIC, method="form"),
    "account_logout": Door(PUBLIC, method="form"),
    "account_reauthenticate": Door(STAFF, method="form"),
    "account_change_password": Door(STAFF, method="form"),
    "account_set_password": Door(STAFF, method="form"),
    "account_email": Door(STAFF, method="form"),
    "invitation": Door(PUBLIC, method="form", args={"token": "x" * 43}),
    # the second factor
    "mfa_authenticate": Door(PUBLIC, method="form"),
    "mfa_login_webauthn": Door(PUBLIC, method="form"),
    "mfa_index": Door(STAFF),
    "mfa_reauthenticate": Door(STAFF, method="form"),
    "mfa_activate_totp": Door(STAFF, method="form"),
    "mfa_deactivate_totp": Door(STAFF, method="form"),
    "mfa_view_recovery_codes": Door(STAFF),
    "mfa_generate_recovery_codes": Door(STAFF, method="form"),
    "mfa_download_recovery_codes": Door(STAFF),
    "mfa_list_webauthn": Door(STAFF),
    "mfa_add_webauthn": Door(STAFF, method="form"),
    "mfa_reauthenticate_webauthn": Door(STAFF, method="form"),
    "mfa_remove_webauthn": Door(STAFF, method="form", args={"pk": 0}),
    "mfa_edit_webauthn": Door(STAFF, method="form", args={"pk": 0}),
    # where one is logged in
    "usersessions_list": Door(STAFF, method="form"),
}

#: Pages of something of one's own that a new account does not have.
NOTHING_YET = frozenset(
    {
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    }
)
