"""The one error that services raise."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the field was broken; nothing has been changed.

    `message` is for people: it names the value and the way out. `field` names the form field or column, where there is
    one. `code` is stable and meant for programs.
    """

    def __init__(self, code: str, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
