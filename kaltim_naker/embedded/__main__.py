"""Run a command with the embedded servers in its environment.

    python -m kaltim_naker.embedded run [--data-dir DIR] [--temporary] -- COMMAND...

Signals are passed on to the command, and its exit code is ours.
"""

import argparse
import errno
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from kaltim_naker.embedded.environment import default_data_dir, provided
from kaltim_naker.embedded.errors import EmbeddedError

_FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SHELL_SIGNAL_BASE = 128


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    options = _parser().parse_args(arguments)
    # While the servers start, a SIGTERM has to unwind like Ctrl-C does, or they would be left running.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(_SHELL_SIGNAL_BASE + number))
    try:
        with provided(options.data_dir, temporary=options.temporary) as environment:
            return _run(_command(options.command), environment)
    except EmbeddedError as error:
        return _complain(str(error))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _complain(f"The disk is full: {error.filename or options.data_dir}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kaltim_naker.embedded")
    run = parser.add_subparsers(required=True).add_parser("run", help="run a command with the servers up")
    run.add_argument("--data-dir", type=Path, default=default_data_dir())
    run.add_argument("--temporary", action="store_true", help="servers of its own, gone afterwards")
    run.add_argument("command", nargs=argparse.REMAINDER)
    return parser


def _command(words: list[str]) -> list[str]:
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        raise EmbeddedError("No command was given after --.")
    return command


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    try:
        # A session of its own would hide the terminal from the child; in ours, Ctrl-C reaches both, once each.
        child = subprocess.Popen(command, env=dict(environment))
    except FileNotFoundError:
        raise EmbeddedError(f"Command not found: {command[0]}.") from None

    def forward(number: int, frame: FrameType | None) -> None:
        # The terminal sends SIGINT to the child itself; a second one would be taken for impatience.
        if number != signal.SIGINT or not sys.stdin.isatty():
            child.send_signal(number)

    previous = {number: signal.signal(number, forward) for number in _FORWARDED}
    try:
        code = child.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    return code if code >= 0 else _SHELL_SIGNAL_BASE - code


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
