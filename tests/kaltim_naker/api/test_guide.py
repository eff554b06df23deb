"""The guide is tried as it stands: its lines in a shell, its function in Python, against a running server."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from kaltim_naker.api.models import Receipt
from tests.factories.tokens import Program, token_of
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db(transaction=True)
_DOCS = Path(__file__).parents[3] / "docs" / "api"
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
#: The reader's own secret and address, which he writes in the place of these.
_OWN = re.compile(r"^export TOKEN=\S+ +API=\S+$", re.MULTILINE)


def blocks_of(guide: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"sh": [], "python": []}
    for language, text in _BLOCK.findall((_DOCS / guide).read_text(encoding="utf-8")):
        found[language].append(text)
    return found


@pytest.mark.parametrize("guide", ["guide.md", "panduan.md"])
def test_the_lines_of_the_guide_do_what_it_says(guide, live_server, samarinda_office, tmp_path):
    secret, api = token_of(samarinda_office)[1], f"{live_server.url}/api/v1"
    blocks = blocks_of(guide)
    first, sends, hears = blocks["sh"]
    own, replaced = _OWN.subn(f"export TOKEN={secret} API={api}", first)
    assert replaced == 1

    def run(*lines: str) -> dict:
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\n".join(lines)],
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
            check=True,
        )
        return json.loads(ran.stdout)

    tried = run(own)
    assert (tried["full_name"], JobSeeker.objects.count()) == ("Ani Rahmawati", 0)
    exports = own.splitlines()[0]
    sent = run(exports, sends)
    [person] = JobSeeker.objects.all()
    assert (sent["id"], sent["foreign_id"]) == (str(person.pk), "SMD-17")
    begin = Program(secret).get("changes").json()["cursor"]
    assert run(exports, f"CURSOR={begin}", hears)["items"] == []
    data = json.loads((tmp_path / "ani.json").read_text()) | {"foreign_id": "SMD-18", "nik": "6472015705000002"}
    program: dict = {}
    exec(blocks["python"][0], program)  # noqa: S102 - the reader's copy of it
    send = program[re.search(r"^def (\w+)", blocks["python"][0], re.MULTILINE)[1]]
    assert send(f"{api}/job-seekers", data, secret)["foreign_id"] == "SMD-18"
    assert Receipt.objects.filter(outcome="accepted").count() == JobSeeker.objects.count() == 2
