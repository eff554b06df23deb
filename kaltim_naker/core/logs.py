"""What must never stand in a log."""

import logging

from kaltim_naker.core.nik import without_nik


class MaskNik(logging.Filter):
    """Mask anything that looks like a national identity number, in the message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = without_nik(message)
        if masked != message:
            record.msg, record.args = masked, None
        return True


class MaskedLines(logging.Formatter):
    """Mask the whole entry as well: what went wrong is told with the values that it went wrong with."""

    def format(self, record: logging.LogRecord) -> str:
        return without_nik(super().format(record))
