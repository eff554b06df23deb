"""A desk to bring files to: a centre, its administrator, and the programmes that the sample files name."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certifications.models import Issuer
from kaltim_naker.accounts.models import User
from kaltim_naker.imports import services
from kaltim_naker.imports.kinds import get_kind
from kaltim_naker.imports.models import ImportRun
from programs.models import TrainingCentre
from tests.factories.accounts import HOME_REGIONS, home_region
from tests.factories.certifications import IssuerFactory, SchemeFactory
from tests.factories.programs import TrainingProgramFactory

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PROGRAMMES = (
    "Plate Welder SMAW 3G",
    "Mekanik Alat Berat",
    "Instalasi Listrik Bangunan Sederhana",
    "Housekeeping",
    "Teknisi AC Residensial",
    "Barista",
)


@pytest.fixture
def sample() -> Callable[[str], SimpleUploadedFile]:
    return lambda name: SimpleUploadedFile(name, (SAMPLES / name).read_bytes())


@pytest.fixture
def office_data(db: None, settings: Any, tmp_path: Path) -> None:
    """Regions, programmes, schemes and issuers; files are kept in a directory of their own."""
    settings.MEDIA_ROOT = tmp_path
    for code in HOME_REGIONS:
        home_region(code)
    for title in PROGRAMMES:
        TrainingProgramFactory(title=title)
        SchemeFactory(title=title)
    if not Issuer.objects.filter(code="bnsp").exists():
        IssuerFactory(code="bnsp", name="Badan Nasional Sertifikasi Profesi", short_name="BNSP")


@pytest.fixture
def bring(office_data: None) -> Callable[..., ImportRun]:
    """Upload a file and have it checked, as a worker would."""

    def upload(
        kind: str, file: SimpleUploadedFile | io.BytesIO, centre: TrainingCentre, actor: User, **options: Any
    ) -> ImportRun:
        if isinstance(file, io.BytesIO):
            file = SimpleUploadedFile("daftar.xlsx", file.getvalue())
        options = {"fiscal_year": 2025} | options if kind == "participants" else options
        run = services.upload_file(actor=actor, kind=get_kind(kind), office=centre.office, file=file, options=options)
        services.carry_out(str(run.pk))
        run.refresh_from_db()
        return run

    return upload


@pytest.fixture
def take_in() -> Callable[..., ImportRun]:
    """Decide about a checked file, and have the decision carried out."""

    def accept(run: ImportRun, actor: User, mode: str = "good_rows", **confirmations: str) -> ImportRun:
        reasons = {int(line.removeprefix("line_")): reason for line, reason in confirmations.items()}
        services.accept_run(actor=actor, run=run, mode=mode, confirmations=reasons)
        services.carry_out(str(run.pk))
        run.refresh_from_db()
        return run

    return accept
