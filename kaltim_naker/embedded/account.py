"""The operating-system account the servers run under.

PostgreSQL refuses to run as root. An ordinary user runs the servers as himself; root runs them as an account of
their own, through ``setpriv`` (part of every Debian and Ubuntu).
"""

import os
import pwd
import re
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kaltim_naker.embedded.errors import EmbeddedError

SERVICE_ACCOUNT = "kaltim-naker"

_READING = "dac_read_search"
_READING_BIT = 2  # CAP_DAC_READ_SEARCH in linux/capability.h


def account_for(data_dir: Path) -> pwd.struct_passwd:
    """Account that owns, or is to own, the servers' files under ``data_dir``.

    An existing data directory keeps its owner: root may then look after the data of an ordinary user.
    Raises EmbeddedError when an ordinary user meets the data of somebody else.
    """
    owner = _owner(data_dir / "postgres")
    if os.geteuid() == 0:
        return owner or _service_account()
    me = _current_account()
    if owner is not None and owner.pw_uid != me.pw_uid:
        raise EmbeddedError(
            f"The data in {data_dir} belong to {owner.pw_name}; run as that user, "
            "or name another directory in KALTIM_DATA_DIR."
        )
    return me


def as_account(command: Sequence[str | Path], account: pwd.struct_passwd) -> list[str]:
    """``command``, prefixed so that it runs under ``account``.

    Of root's powers one is kept, where root has it: to read and enter directories. So a checkout in /root (mode 0700)
    stays closed to everybody else, and the servers still reach their programs and data in it. SQL cannot use it, since
    the program's database role is no superuser.
    """
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    kept = f"-all,+{_READING}" if _may_pass_on_reading() else "-all"
    return [
        "setpriv",
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
        "--no-new-privs",
        # Else access(2), which PostgreSQL asks for its own programs, would ignore the capability.
        "--securebits=+no_setuid_fixup",
        f"--bounding-set={kept}",
        f"--inh-caps={kept}",
        f"--ambient-caps={kept}",
        *words,
    ]


def require_reach(path: Path, account: pwd.struct_passwd) -> None:
    """Raise EmbeddedError if ``account`` cannot enter the directories above ``path``, as root in some containers."""
    if os.geteuid() != 0 or _may_pass_on_reading():
        return
    for directory in filter(Path.exists, path.resolve().parents):
        state = directory.stat()
        if not state.st_mode & stat.S_IXOTH and state.st_uid != account.pw_uid:
            raise EmbeddedError(
                f"The servers run as {account.pw_name}, who may not enter {directory}; put the checkout and "
                "KALTIM_DATA_DIR where others may enter (such as /srv), or run as an ordinary user."
            )


def give(path: Path, account: pwd.struct_passwd) -> None:
    """Make ``path`` the property of ``account`` (only root can, and only root needs to)."""
    if os.geteuid() == 0:
        os.chown(path, account.pw_uid, account.pw_gid)


def keep_owner(path: Path) -> None:
    """Give a file that root made in somebody's data directory to the directory's owner, who must read it later."""
    if os.geteuid() == 0:
        directory = path.parent.stat()
        os.chown(path, directory.st_uid, directory.st_gid)


def _may_pass_on_reading() -> bool:
    """Whether root is a whole one; containers often leave out the capability to read everything."""
    found = re.search(r"^CapEff:\s*([0-9a-f]+)$", Path("/proc/self/status").read_text(), re.MULTILINE)
    return bool(found and int(found[1], 16) >> _READING_BIT & 1)


def _owner(path: Path) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(path.stat().st_uid)
    except FileNotFoundError:
        return None
    except KeyError:
        raise EmbeddedError(f"The owner of {path} has no account on this machine; chown it to one.") from None


def _current_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError:
        # initdb looks the name up as well and would say the same in less clear words.
        raise EmbeddedError(f"User id {os.geteuid()} has no entry in /etc/passwd; PostgreSQL needs one.") from None


def _service_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
        return pwd.getpwnam(SERVICE_ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        reason = str(getattr(error, "stderr", "") or error).strip()
        raise EmbeddedError(
            f"PostgreSQL does not run as root and the account {SERVICE_ACCOUNT} could not be made ({reason}); "
            "run as an ordinary user."
        ) from error
