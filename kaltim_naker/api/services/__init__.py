"""What changes tokens and keeps receipts."""

from kaltim_naker.api.services.tokens import make_token, program_with, revoke_token, rotate_token

__all__ = ["make_token", "program_with", "revoke_token", "rotate_token"]
