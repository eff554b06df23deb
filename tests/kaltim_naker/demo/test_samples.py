"""The sample workbooks find their classes in the demo: what the first hour of a visitor does."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certifications.models import Certificate
from kaltim_naker.accounts.models import Office, User
from kaltim_naker.imports.choices import AcceptMode
from kaltim_naker.imports.kinds import get_kind
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.services import accept_run, carry_out, upload_file
from programs.choices import ClassState
from programs.models import TrainingClass
from trainees.models import Enrolment, JobSeeker

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

pytestmark = pytest.mark.django_db


def bring_in(kind: str, file: str, centre: str) -> ImportRun:
    """As the administrator of a centre does it: upload, look, take in the good rows."""
    actor = User.objects.get(memberships__office__code=f"blki-{centre}", memberships__role="centre_admin")
    upload = SimpleUploadedFile(file, (SAMPLES / file).read_bytes())
    office = Office.objects.get(code=f"blki-{centre}")
    run = upload_file(actor=actor, kind=get_kind(kind), office=office, file=upload, options={"fiscal_year": 2025})
    carry_out(str(run.pk))
    run.refresh_from_db()
    accept_run(actor=actor, run=run, mode=AcceptMode.GOOD_ROWS, confirmations={})
    carry_out(str(run.pk))
    run.refresh_from_db()
    return run


def test_participants_and_results_go_into_the_waiting_classes() -> None:
    waiting = list(TrainingClass.objects.filter(state=ClassState.RUNNING, enrolments=None))
    classes = TrainingClass.objects.count()

    bring_in("participants", "peserta-blki-balikpapan-2025.xlsx", "balikpapan")
    bring_in("participants", "peserta-blki-bontang-2025.csv", "bontang")

    assert TrainingClass.objects.count() == classes
    assert JobSeeker.objects.filter(is_invented=False).count() == 51 + 45
    assert Enrolment.objects.filter(training_class__in=waiting).count() == 51 + 45

    bring_in("results", "hasil-uji-kompetensi-bontang-2025.xlsx", "bontang")

    # 37 rows say K; the certificate of one is older than its assessment, and that row stays out.
    assert Certificate.objects.filter(result__assessment__training_class__in=waiting).count() == 36
