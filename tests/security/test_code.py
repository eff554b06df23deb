"""Own rules about the code, and about what it is made of (security.md §1.1, §5 no. 29).

What a rule finds is allowed where this file says why; a new place fails with its name.
"""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tests.security import security

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kaltim_naker", "programs", "trainees", "certifications", "companies")
Finds = Callable[[ast.AST], bool]


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def name_of(node: ast.AST) -> str:
    """`a.b.c` of a name or an attribute, as far as it is written out."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(*names: str) -> Finds:
    """A call of one of these, by the end of its name."""
    return lambda node: (
        isinstance(node, ast.Call) and any(f".{name_of(node.func)}".endswith(f".{name}") for name in names)
    )


def imports(*modules: str) -> Finds:
    def finds(node: ast.AST) -> bool:
        found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        return any(name == module or name.startswith(f"{module}.") for name in found for module in modules)

    return finds


def passes(keyword: str, value: object) -> Finds:
    def finds(node: ast.AST) -> bool:
        return isinstance(node, ast.keyword) and node.arg == keyword and getattr(node.value, "value", None) == value

    return finds


def assigns(name: str, value: object) -> Finds:
    def finds(node: ast.AST) -> bool:
        targets = node.targets if isinstance(node, ast.Assign) else []
        return any(name_of(one) == name for one in targets) and getattr(node.value, "value", None) == value

    return finds


def executes_put_together(node: ast.AST) -> bool:
    """`cursor.execute(f"…")`: SQL with something pasted into it."""
    return calls("execute", "executemany")(node) and bool(node.args) and isinstance(node.args[0], ast.JoinedStr)


def looks_up_by_pattern(node: ast.AST) -> bool:
    """`name__regex=…`: a pattern that a reader types can be a fault or an oracle."""
    return isinstance(node, ast.keyword) and bool(re.search(r"__i?regex$", node.arg or ""))


RULES: dict[str, tuple[Finds, dict[str, str]]] = {
    "markup past autoescape": (
        calls("mark_safe", "SafeString"),
        {
            "kaltim_naker/charts/svg.py": "the one place where escaped parts become a drawing",
            "kaltim_naker/ui/tables.py": "empty text",
        },
    ),
    "SQL past the ORM": (calls("raw", "extra"), {}),
    "SQL put together": (
        executes_put_together,
        {"kaltim_naker/core/bulk.py": "names of own tables, quoted; values are parameters"},
    ),
    "a shell": (passes("shell", True), {}),
    "a command as text": (calls("os.system", "os.popen"), {}),
    "code from data": (calls("eval", "exec", "yaml.load", "marshal.loads"), {}),
    "objects from data": (
        imports("pickle", "shelve", "dill"),
        {"kaltim_naker/imports/kept.py": "a file without a name, written and read by one process"},
    ),
    "a second renderer": (
        imports("weasyprint"),
        {
            "kaltim_naker/pdf/engine.py": "the one that fetches nothing",
            "kaltim_naker/pdf/sheet_engine.py": "its part for sheets, behind the same wall",
            "kaltim_naker/pdf/wall.py": "the wall: whatever is asked for is refused",
        },
    ),
    "a page without CSRF": (
        imports("django.views.decorators.csrf"),
        {"kaltim_naker/api/rest/outside.py": "programs come with tokens, never with cookies"},
    ),
    "every field of a model": (assigns("fields", "__all__"), {}),
    "a pattern from outside": (
        looks_up_by_pattern,
        {
            "kaltim_naker/api/models/tokens.py": "a constraint, its pattern is ours",
            "companies/models/register.py": "constraints, their patterns are ours",
            "programs/models/proposals.py": "a constraint, its pattern is ours",
        },
    ),
    "XML without defusing": (imports("xml.etree", "xml.dom", "xml.sax", "lxml"), {}),
    "a host of somebody else": (
        imports("requests", "urllib.request", "http.client", "httpx"),
        {
            "kaltim_naker/embedded/server.py": "asks our own server on this machine whether it answers",
            "kaltim_naker/api/services/calling.py": "calls programs of other offices, by rules of its own",
        },
    ),
}


@security(29, "Own rules about the code", target="0 places without a reason")
@pytest.mark.parametrize("rule", RULES)
def test_what_is_dangerous_stands_where_a_reason_stands(rule, count):
    finds, allowed = RULES[rule]
    count(1, "rules")
    found = {
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if finds(node)
    }
    places = {place.partition(":")[0] for place in found}
    assert {place for place in found if place.partition(":")[0] not in allowed} == set(), rule
    assert places >= set(allowed), "a reason without a place"


LOOSE = re.compile(r"\|\s*safe\b|autoescape off|<script(?![^>]*(src=|type=\"application/json\"))|\sstyle=|\son\w+=\"")
TEMPLATES = ROOT / "templates"


@security(29, "Own rules about the templates", target="0 places without a reason")
def test_templates_escape(figure):
    """`|safe` is for the words that we wrote ourselves; mails are plain text."""
    allowed = {"components/field.html"}
    pages = {str(path.relative_to(TEMPLATES)): path for path in TEMPLATES.rglob("*.html")}
    found = {name for name, path in pages.items() if LOOSE.search(path.read_text(encoding="utf-8"))}
    figure(f"{len(pages)} templates")
    # Paper has a stylesheet of its own and runs nothing.
    assert {name for name in found if not name.startswith("pdf/")} - allowed == set()


@security(29, "bandit", target="0 of high severity")
def test_bandit_finds_nothing_grave(figure):
    command = [sys.executable, "-m", "bandit", "-q", "-r", *PACKAGES, "-lll", "-f", "json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(result.stdout)
    figure(f"{found['metrics']['_totals']['loc']:,} lines")
    assert [f"{one['filename']}:{one['line_number']}" for one in found["results"]] == []


# --- what it is made of ----------------------------------------------------------------------------------------------
def locked(name: str) -> dict[str, list[str]]:
    """Package with its version → the hashes it may have."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.split()[0]: re.findall(r"--hash=sha256:[0-9a-f]{64}", line) for line in lines}


@security(29, "Locked libraries", target="every one with its hash")
@pytest.mark.parametrize("name", ["base", "local", "dev"])
def test_every_library_is_locked_by_version_and_hash(name, figure):
    found = locked(name)
    assert all("==" in package and hashes for package, hashes in found.items())
    figure(f"{name}: {len(found)}")


@security(29, "Bill of materials (CycloneDX)", target="every library of production")
def test_the_bill_of_materials_names_every_library(tmp_path, figure):
    file = tmp_path / "bill.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements/base.txt", "--output-file", file]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(file.read_text())
    figure(f"{len(bill['components'])} libraries")
    assert {f"{one['name']}=={one['version']}".lower() for one in bill["components"]} == {
        package.partition("[")[0].lower() for package in locked("base")
    }


#: Licences under which we could not hand the program on under MIT. LGPL and MPL bind the library, not who uses it.
FORBIDDEN = re.compile(r"\bA?GPL", re.IGNORECASE)


@security(29, "Licences of the libraries", target="0 that bind the program")
def test_no_library_binds_the_program_by_its_licence(figure):
    names = {package.partition("==")[0].partition("[")[0] for package in locked("base")}
    bound = {name: licence_of(name) for name in names if FORBIDDEN.search(licence_of(name).replace("LGPL", ""))}
    figure(f"{len(names)} libraries, {len(bound)} with a choice")
    # Its author lets everybody choose: GPL, LGPL or MPL.
    assert {name: text for name, text in bound.items() if "MPL" not in text} == {}


def licence_of(name: str) -> str:
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:  # for another system
        return ""
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join([about.get("License-Expression") or "", *classifiers])


@security(29, "pip-audit", target="0 known weaknesses, 0 skipped")
@pytest.mark.skipif("KALTIM_ONLINE" not in os.environ, reason="not asked: KALTIM_ONLINE says that the internet may be")
def test_no_library_is_known_to_be_weak(figure):
    """Where the advisories cannot be asked this row does not hold: silence must not be taken for safety."""
    command = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes", "--format", "json"]
    command += ["--progress-spinner", "off", "--requirement", "requirements/base.txt"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    asked = json.loads(result.stdout)["dependencies"] if result.stdout.strip() else []
    skipped = [one["name"] for one in asked if "skip_reason" in one]
    weak = {one["name"]: [weakness["id"] for weakness in one["vulns"]] for one in asked if one.get("vulns")}
    said = result.stderr.strip().splitlines()[-1:] or ["nothing said"]
    figure(f"{len(asked)} asked about, {len(weak)} weak, {len(skipped)} skipped" if asked else said[0])
    assert (bool(asked), weak, skipped, result.returncode) == (True, {}, [], 0), said[0]
