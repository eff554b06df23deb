"""A late list that came to the import desk: none of its rows was good, and they wait to be corrected."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from kaltim_naker.accounts.models import Office, User
from kaltim_naker.demo.users import DEMO_DOMAIN
from kaltim_naker.imports.choices import AcceptMode
from kaltim_naker.imports.kinds import get_kind
from kaltim_naker.imports.models import ImportRun
from kaltim_naker.imports.services import accept_run, carry_out, upload_file

_CENTRE, _ADMINISTRATOR = "blki-balikpapan", f"admin.balikpapan@{DEMO_DOMAIN}"
_HEAD = ("NIK", "Nama", "Tempat Lahir", "Tgl Lahir", "L/P", "Kab/Kota", "No HP", "Program Pelatihan", "Paket")
# Serials from 9900 on belong to nobody else in the demo. Each row has something that the grid can help with.
_ROWS = (
    ("647101540503990", "Rini Handayani", "Balikpapan", "14/05/2003", "P", "Balikpapan", "0812 5550 1201"),
    ("6471021203029902", "Joko Prasetyo", "Samboja", "12/03/2002", "L", "Balikpapn", "0812 5550 1202"),
    ("6471036207019903", "Fitri Anggraini", "Balikpapan", "22/07/2001", "P", "Balikpapn", "0812 5550 1203"),
    ("6471040908009904", "Aldi Kurniawan", "Balikpapan", "08/09/2000", "L", "Balikpapan", "0812 5550 1204"),
    ("0812 5550 1205", "Herman Susilo", "Penajam", "17/11/1999", "L", "Balikpapan", "6471051711999905"),
)
_PROGRAMME, _PACKAGE = "Teknisi AC Residensial", "Paket 1"


def bring_a_late_list() -> None:
    """Upload, check and take in, as the administrator of the centre did it."""
    actor = User.objects.get(email=_ADMINISTRATOR)
    run = upload_file(
        actor=actor,
        kind=get_kind("participants"),
        office=Office.objects.get(code=_CENTRE),
        file=SimpleUploadedFile("peserta-susulan-teknisi-ac.csv", _table()),
        options={"fiscal_year": 2025},
    )
    carry_out(str(run.pk))
    run = ImportRun.objects.get(pk=run.pk)
    accept_run(actor=actor, run=run, mode=AcceptMode.GOOD_ROWS, confirmations={})
    carry_out(str(run.pk))


def _table() -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([_HEAD, *([*row, _PROGRAMME, _PACKAGE] for row in _ROWS)])
    return text.getvalue().encode()
