"""What the import desk is measured beside: a raw COPY of the same rows, and the usual library over the same models."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any

import tablib
from django.db import connection, transaction
from django.utils import timezone
from import_export import fields, resources, widgets

from bench.import_files import HEAD, people
from kaltim_naker.accounts.models import Office
from kaltim_naker.core.crypto import blind_index
from kaltim_naker.imports.parsers.dates import birth_date
from kaltim_naker.imports.parsers.people import education, phone
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.regions.models import Region
from programs.models import TrainingClass
from trainees.models import Enrolment, JobSeeker

_CONSTANT = {"work_status": "never_worked"}


def clear() -> None:
    """Leave no person behind, and no history of one."""
    tables = ["trainees_jobseekerevent", "trainees_enrolmentevent", "trainees_duplicatepairevent"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE trainees_jobseeker, {', '.join(tables)} CASCADE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


def raw_copy(office: Office, classes: dict[tuple[str, str], TrainingClass], count: int) -> float:
    """Rows a second: prepared people and enrolments into their tables with history; each NIK encrypted and indexed."""
    prepared = list(_prepared(office, classes, count))
    started = time.perf_counter()
    for nik, person, _enrolment in prepared:
        person.set_nik(nik)
    with transaction.atomic(), connection.cursor() as cursor:
        for model, records in ((JobSeeker, [row[1] for row in prepared]), (Enrolment, [row[2] for row in prepared])):
            columns = model._meta.concrete_fields
            values = attrgetter(*(field.attname for field in columns))
            names = ", ".join(field.column for field in columns)
            with cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
                for record in records:
                    copy.write_row(values(record))
    return count / (time.perf_counter() - started)


def _prepared(
    office: Office, classes: dict[tuple[str, str], TrainingClass], count: int
) -> Iterator[tuple[str, JobSeeker, Enrolment]]:
    regions, names, now = {region.code: region for region in Region.objects.kab_kota()}, RegionNames(), timezone.now()
    for row in people(count):
        _no, nik, name, place, born, sex, address, region, school, number, programme, label = map(str, row)
        person = JobSeeker(
            registered_by=office,
            full_name=name,
            birth_place=place,
            birth_date=birth_date(born),
            sex=sex,
            address=address,
            domicile=regions[names.find(region)],
            education=education(school),
            phone=phone(number),
            created_at=now,
            updated_at=now,
        )
        enrolment = Enrolment(
            job_seeker=person,
            training_class=classes[programme, label],
            enrolled_on=date(2025, 1, 1),
            created_at=now,
            updated_at=now,
            **_CONSTANT,
        )
        yield nik, person, enrolment


class _Parsed(widgets.Widget):
    """A parser of ours, so that both read the same forms of dates, levels and phones."""

    def __init__(self, parser: Any) -> None:
        super().__init__()
        self.parser = parser

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.parser(value)


class _Index(widgets.Widget):
    """The blind index of a NIK, shown as text in what the library notes of each row."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return bytes(value or b"").hex()


class _Person(widgets.ForeignKeyWidget):
    """A person by the blind index."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value and value.pk)


def library(office: Office, classes: dict[tuple[str, str], TrainingClass], count: int) -> float:
    """Rows a second of two resources of django-import-export with its defaults, one after the other."""
    data = tablib.Dataset(*islice(people(count), count), headers=HEAD)
    started = time.perf_counter()
    for resource in (_person_resource(office), _enrolment_resource(classes)):
        result = resource.import_data(data, raise_errors=True)
        assert not result.has_errors()
    return count / (time.perf_counter() - started)


def _person_resource(office: Office) -> resources.ModelResource:
    names = RegionNames()

    class PersonResource(resources.ModelResource):
        full_name = fields.Field("full_name", "Nama Lengkap")
        birth_place = fields.Field("birth_place", "Tempat Lahir")
        birth_date = fields.Field("birth_date", "Tanggal Lahir", widget=_Parsed(birth_date))
        sex = fields.Field("sex", "L/P")
        address = fields.Field("address", "Alamat")
        domicile = fields.Field("domicile", "domicile", widget=widgets.ForeignKeyWidget(Region, "code"))
        education = fields.Field("education", "Pendidikan", widget=_Parsed(education))
        phone = fields.Field("phone", "No HP", widget=_Parsed(phone))
        nik_index = fields.Field("nik_index", "nik_index", widget=_Index())

        class Meta:
            model = JobSeeker
            fields = (
                "nik_index",
                "full_name",
                "birth_place",
                "birth_date",
                "sex",
                "address",
                "domicile",
                "education",
                "phone",
            )
            import_id_fields = ("nik_index",)
            skip_unchanged = True

        def before_import(self, dataset: Any, **kwargs: Any) -> None:
            dataset.append_col([names.find(region) for region in dataset["Kab/Kota"]], header="domicile")
            dataset.append_col([blind_index(nik) for nik in dataset["NIK"]], header="nik_index")

        def before_save_instance(self, instance: JobSeeker, row: Any, **kwargs: Any) -> None:
            instance.registered_by = office
            instance.set_nik(row["NIK"])

    return PersonResource()


def _enrolment_resource(classes: dict[tuple[str, str], TrainingClass]) -> resources.ModelResource:
    class EnrolmentResource(resources.ModelResource):
        job_seeker = fields.Field("job_seeker", "nik_index", widget=_Person(JobSeeker, "nik_index"))
        training_class = fields.Field("training_class", "class", widget=widgets.ForeignKeyWidget(TrainingClass))

        class Meta:
            model = Enrolment
            fields = ("job_seeker", "training_class")
            import_id_fields = ("job_seeker", "training_class")
            skip_unchanged = True

        def before_import(self, dataset: Any, **kwargs: Any) -> None:
            named = zip(dataset["Program Pelatihan"], dataset["Paket"], strict=True)
            dataset.append_col([str(classes[name].pk) for name in named], header="class")

        def before_save_instance(self, instance: Enrolment, row: Any, **kwargs: Any) -> None:
            instance.enrolled_on = date(2025, 1, 1)
            instance.work_status = instance.job_seeker.work_status

    return EnrolmentResource()


@contextmanager
def cleared() -> Iterator[None]:
    clear()
    yield
    clear()
