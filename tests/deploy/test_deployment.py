"""What can be checked of the production files without a container engine."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaltim_naker.audit import rights
from kaltim_naker.embedded.postgres import APP_ROLE
from kaltim_naker.embedded.server import programs
from tests.security import security

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
RUNS_ONCE = {"migrate"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml with its anchors merged."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def script_environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **more}


def test_compose_file_follows_the_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    result = subprocess.run([*command, ROOT / "docker-compose.yml"], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_service_is_watched_and_bounded(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "max-size" in service["logging"]["options"], name
        if name not in RUNS_ONCE:
            assert service["restart"] == "unless-stopped", name
            # web's is in the Dockerfile
            assert name == "web" or service["healthcheck"]["test"], name


def test_nothing_but_the_proxy_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["back"] == {"internal": True}
    for name in ("postgres", "redis", "worker-default", "worker-reports", "beat"):
        assert compose["services"][name]["networks"] == ["back"], name


def test_no_password_stands_in_the_file(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD|KEY|_FILE$", variable):
                assert str(value).removeprefix("/run/secrets/") in service["secrets"], (name, variable)


def test_every_secret_is_declared_and_made(compose: dict[str, Any], tmp_path: Path) -> None:
    declared = {name: secret["file"] for name, secret in compose["secrets"].items()}
    used = {secret for service in compose["services"].values() for secret in service.get("secrets", [])}
    assert used == declared.keys()
    (tmp_path / "make-secrets").write_bytes((DEPLOY / "make-secrets").read_bytes())
    for _ in range(2):
        subprocess.run(["bash", tmp_path / "make-secrets"], check=True, capture_output=True, env=script_environment())
    made = {f"deploy/secrets/{file.name}" for file in (tmp_path / "secrets").iterdir()}
    assert set(declared.values()) - made == {f"deploy/secrets/tls_{part}.pem" for part in ("certificate", "key")}
    for role, secret, address in (
        ("kaltim", "database_password", "database_owner_url"),
        ("kaltim_app", "database_app_password", "database_url"),
        ("kaltim_sandbox", "sandbox_password", "sandbox_database_url"),
    ):
        password = (tmp_path / "secrets" / secret).read_text()
        assert f"//{role}:{password}@postgres" in (tmp_path / "secrets" / address).read_text()


def test_only_the_migration_logs_in_as_the_owner_of_the_tables(compose: dict[str, Any]) -> None:
    knows = {name for name, one in compose["services"].items() if "database_owner_url" in one.get("secrets", [])}
    assert knows == {"migrate"}
    assert rights.APP_ROLE == APP_ROLE
    assert f"CREATE ROLE {APP_ROLE} LOGIN" in (DEPLOY / "postgres-init.sh").read_text()


def test_compose_starts_the_same_programs_as_script_server(compose: dict[str, Any], tmp_path: Path) -> None:
    queues = {word for program in programs(tmp_path, "", 1) for word in program.command if "--queues" in word}
    assert queues == {
        word
        for service in compose["services"].values()
        for word in service.get("command", [])
        if word.startswith("--queues")
    }


def test_every_setting_is_documented() -> None:
    settings = (ROOT / "kaltim_naker/settings.py").read_text()
    documented = (ROOT / "docs/deployment.md").read_text()
    names = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    assert names
    assert {name for name in names if f"`{name}`" not in documented} == set()


@security(1, "Production settings", target="0 issues, 0 silenced")
def test_production_settings_pass_the_deployment_check() -> None:
    production = script_environment(
        KALTIM_ENV="production",
        SECRET_KEY="x" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
        NIK_ENCRYPTION_KEYS=os.environ["NIK_ENCRYPTION_KEYS"],
        NIK_INDEX_KEY=os.environ["NIK_INDEX_KEY"],
        SIGNING_KEYS=os.environ["SIGNING_KEYS"],
        DATABASE_URL=os.environ["DATABASE_URL"],
        REDIS_URL=os.environ["REDIS_URL"],
        ALLOWED_HOSTS="naker.example.go.id",
        CSRF_TRUSTED_ORIGINS="https://naker.example.go.id",
        TRUST_PROXY_HEADERS="true",
    )
    command = [sys.executable, ROOT / "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    result = subprocess.run(command, env=production, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


def test_shell_scripts_are_sound() -> None:
    scripts = [*(ROOT / "script").iterdir(), ROOT / ".ci/run", DEPLOY / "make-secrets", DEPLOY / "postgres-init.sh"]
    for script in scripts:
        assert os.access(script, os.X_OK), script
        subprocess.run(["bash", "-n", script], check=True)
