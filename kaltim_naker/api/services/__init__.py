"""What changes tokens and keeps receipts."""

from kaltim_naker.api.services.tokens import make_token, mark_use, revoke_token, rotate_token

__all__ = ["make_token", "mark_use", "revoke_token", "rotate_token"]
