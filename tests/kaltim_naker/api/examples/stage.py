"""Who tells the story, and what stands before it begins."""

from dataclasses import dataclass

from kaltim_naker.accounts.models import Office
from kaltim_naker.regions.models import KbliSection
from programs.choices import ClassState
from programs.models import Field, TrainingCentre, TrainingClass
from tests.factories.programs import (
    FieldFactory,
    IndicatorFactory,
    TargetFactory,
    TrainingClassFactory,
    TrainingProgramFactory,
    predicate_scale,
)
from tests.factories.tokens import Program, program_of
from tests.kaltim_naker.api.examples.diary import Diary

ANI = {
    "foreign_id": "SMD-17",
    "full_name": "Ani Rahmawati",
    "nik": "6472015705000001",
    "birth_place": "Samarinda",
    "birth_date": "2000-05-17",
    "sex": "P",
    "address": "Jalan Mawar 3",
    "domicile": "64.72",
    "phone": "081234567890",
    "education": 5,
    "work_status": "never_worked",
    "notice_shown": True,
}
BUDI = {
    "foreign_id": "SMD-18",
    "full_name": "Budi Santoso",
    "nik": "6472011703010002",
    "birth_date": "2001-03-17",
    "sex": "L",
    "domicile": "64.72",
}
FILE = (
    "NIK;NAMA PESERTA;TTL;JENIS KELAMIN;KABUPATEN/KOTA;KEJURUAN;ANGKATAN\n"
    "6472014806990003;CITRA LESTARI;Samarinda, 08-06-1999;PEREMPUAN;Kota Samarinda;Plate Welder SMAW 3G;I/2025\n"
    "6472014806990004;Gani;Samarinda, 32-06-1999;LAKI-LAKI;Kota Samarinda;Plate Welder SMAW 3G;I/2025\n"
)
CHANGES = {
    "items": [
        {
            "resource": "job-seekers",
            "id": "0199a3c1-5d2e-7c41-9b57-2f6f0d1c8a11",
            "change": "changed",
            "fields": ["phone"],
            "at": "2026-03-02T09:15:00+08:00",
        }
    ],
    "cursor": "48211-96-1772413200",
    "more": False,
}


@dataclass(frozen=True)
class Stage:
    """What stands before the story begins."""

    diary: Diary
    city: Program
    centre: Program
    province: Program
    balikpapan: TrainingCentre
    welding: Field
    paket: TrainingClass


def set_up(province: Office, balikpapan: TrainingCentre, samarinda: Office) -> Stage:
    KbliSection.objects.get_or_create(
        version=2020, code="C", defaults={"title_id": "Industri Pengolahan", "title_en": "Manufacturing"}
    )
    predicate_scale()
    welding = FieldFactory(code="las", name_id="Teknik Las", name_en="Welding")
    programme = TrainingProgramFactory(title="Plate Welder SMAW 3G", field=welding)
    paket = TrainingClassFactory(
        centre=balikpapan, programme=programme, label="Angkatan I", state=ClassState.OPEN, fiscal_year=2025
    )
    indicator = IndicatorFactory(code="K1")
    TargetFactory(indicator=indicator)
    TargetFactory(indicator=indicator, centre=balikpapan, value=1000)
    city, centre, whole = (
        program_of(office, name=name)
        for office, name in ((samarinda, "SIM Samarinda"), (balikpapan.office, "SIM BLKI"), (province, "SIPD"))
    )
    return Stage(Diary(), city, centre, whole, balikpapan, welding, paket)
