"""What must never stand in a log."""

import logging
import re

_SIXTEEN_DIGITS = re.compile(r"(?<!\d)(\d{4})\d{8}(\d{4})(?!\d)")


class MaskNik(logging.Filter):
    """Mask anything that looks like a national identity number, in the message and its arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = _SIXTEEN_DIGITS.sub(r"\1********\2", message)
        if masked != message:
            record.msg, record.args = masked, None
        return True
