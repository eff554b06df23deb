"""System checks of our own: what Django cannot know about this installation."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from kaltim_naker.core.crypto import KeyringError, blind_index, decrypt, encrypt
from kaltim_naker.core.signing import is_signed, sign, signing_key_id


@register(Tags.security)
def nik_keys_work(**kwargs: Any) -> list[Error]:
    """The keys of the national identity number can encrypt, decrypt and index."""
    try:
        blind_index("probe")
        if decrypt(encrypt("probe", bound_to="check"), bound_to="check") != "probe":
            raise KeyringError("a probe did not come back as it went in")
    except KeyringError as error:
        return [Error(f"The NIK keys are unusable: {error}", id="kaltim.E001")]
    return []


@register(Tags.security)
def signing_keys_work(**kwargs: Any) -> list[Error]:
    """The keys under certificates can sign and check."""
    try:
        if not is_signed(b"probe", sign(b"probe"), signing_key_id()):
            raise KeyringError("a probe was not recognised")
    except KeyringError as error:
        return [Error(f"The signing keys are unusable: {error}", id="kaltim.E004")]
    return []


@register(Tags.security, deploy=True)
def production_is_closed(**kwargs: Any) -> list[Error]:
    """Nothing that only the demo may have is open in production."""
    errors = []
    if not settings.IS_PRODUCTION:
        errors.append(Error(f"KALTIM_ENV is “{settings.ENVIRONMENT}”, not production.", id="kaltim.E002"))
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        errors.append(Error("ALLOWED_HOSTS must name the hosts of this installation.", id="kaltim.E003"))
    return errors
