"""The command line of the embedded servers.

    python -m kaltim_naker.embedded run [--data-dir DIR] [--temporary] -- COMMAND...
    python -m kaltim_naker.embedded serve [--data-dir DIR]

``run`` runs a command with the servers in its environment (``script/manage``): signals are passed on to it, and its
exit code is ours. ``serve`` runs the whole program until it is told to stop (``script/server``).
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
from kaltim_naker.embedded.server import serve

_FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SHELL_SIGNAL_BASE = 128


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    options = _parser().parse_args(arguments)
    # A SIGTERM has to unwind like Ctrl-C does, or the servers would be left running; and Ctrl-C has to do so even where
    # a shell, starting us in the background, had it ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        return int(options.action(options))
    except EmbeddedError as error:
        return _complain(str(error))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _complain(f"The disk is full: {error.filename or options.data_dir}.")
    except KeyboardInterrupt:
        return _SHELL_SIGNAL_BASE + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kaltim_naker.embedded")
    actions = parser.add_subparsers(required=True)
    run = actions.add_parser("run", help="run a command with the servers up")
    run.add_argument("--data-dir", type=Path, default=default_data_dir())
    run.add_argument("--temporary", action="store_true", help="servers of its own, gone afterwards")
    run.add_argument("command", nargs=argparse.REMAINDER)
    run.set_defaults(action=_run)
    whole = actions.add_parser("serve", help="run the whole program")
    whole.add_argument("--data-dir", type=Path, default=default_data_dir())
    whole.set_defaults(action=_serve)
    return parser


def _serve(options: argparse.Namespace) -> int:
    try:
        serve(options.data_dir)
    except KeyboardInterrupt:
        # To be told to stop is how a server ends well.
        print("Stopped.")
    return 0


def _run(options: argparse.Namespace) -> int:
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise EmbeddedError("No command was given after --.")
    with provided(options.data_dir, temporary=options.temporary) as environment:
        code = _run_child(command, environment)
    return code if code >= 0 else _SHELL_SIGNAL_BASE - code


def _run_child(command: list[str], environment: Mapping[str, str]) -> int:
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def forward(number: int, frame: FrameType | None) -> None:
        # A terminal sends Ctrl-C to the child itself; a second one would be taken for impatience.
        if number == signal.SIGINT and sys.stdin.isatty():
            return
        if child is None:
            early.append(number)
        else:
            child.send_signal(number)

    # Before the child starts: it may run, and be told to stop, before `Popen` has returned to us.
    previous = {number: signal.signal(number, forward) for number in _FORWARDED}
    try:
        child = subprocess.Popen(command, env=dict(environment))
        for number in early:
            child.send_signal(number)
        return child.wait()
    except FileNotFoundError:
        raise EmbeddedError(f"Command not found: {command[0]}.") from None
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
