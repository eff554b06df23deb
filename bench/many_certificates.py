"""Certificates by the million, with their people: 514 regions, 40 centres, 17 sectors, 5 issuers, 2021 to 2025.

Each row satisfies the rules of its table, and nearly all of them count. Of five people one is trained twice within a
year, at two centres; of four trained one holds papers of two issuers: so parts exceed their whole, as they do in life.

Growing means writing into the real tables. Their indexes and foreign keys are put aside meanwhile and made anew
afterwards, which is what takes ten million rows from hours to minutes; history and marks are left out, as with any
restored dump.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from bench import many_certificates_sql as sql
from certifications.models import Certificate, Issuer
from kaltim_naker.accounts.models import Office, OfficeKind
from kaltim_naker.regions.models import KbliSection, Region
from programs.models import Field, TrainingCentre, TrainingClass
from trainees.models import Enrolment

CENTRES, SECTORS, ISSUERS, YEARS = 40, 17, 5, 5
# One class in each sector of each centre in each year, at least.
_CELLS = CENTRES * SECTORS * YEARS
_MOST_IN_A_CLASS = 400

_TABLES = (
    "trainees_jobseeker",
    "programs_trainingclass",
    "certifications_assessment",
    "trainees_enrolment",
    "certifications_result",
    "certifications_certificate",
)
_STATEMENTS = (sql.PEOPLE, sql.CLASSES, sql.ASSESSMENTS, sql.ENROLMENTS, sql.PAPERS, sql.RESULTS, sql.CERTIFICATES)


def prepare_places() -> None:
    """The forty centres, seventeen programmes with a scheme each, five issuers. Needs the reference data."""
    home = Region.objects.home().first()
    for number in range(CENTRES - TrainingCentre.objects.count()):
        kind = OfficeKind.TRAINING_CENTRE
        office = Office.objects.create(
            code=f"bench-{number}", kind=kind, name=f"UPTD BLK {number}", short_name=f"BLK {number}", region=home
        )
        TrainingCentre.objects.create(office=office, name=f"UPTD BLK {number}", short_name=f"BLK {number}")
    sections = KbliSection.objects.values_list("pk", flat=True)[:SECTORS]
    fields = Field.objects.values_list("pk", flat=True)[:SECTORS]
    with connection.cursor() as cursor:
        cursor.execute(sql.FUNCTIONS)
        for number, (sector, field) in enumerate(zip(sections, fields, strict=True)):
            cursor.execute(sql.PROGRAMME, {"n": number, "sector": sector, "field": field})
            cursor.execute(sql.SCHEME, {"n": number})
        cursor.execute(sql.ISSUER, {"missing": ISSUERS - Issuer.objects.count()})


def grow_to(certificates: int) -> None:
    """As many certificates as that, with everything they rest on. Nothing happens where there are as many already."""
    there = Certificate.objects.count()
    papers = (certificates - there) // 5 * 5
    if papers <= 0:
        return
    values = _values(papers)
    with transaction.atomic(), connection.cursor() as cursor, _bare_tables():
        cursor.execute(sql.FUNCTIONS)
        for statement in _STATEMENTS:
            cursor.execute(statement, values)
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _values(papers: int) -> dict[str, object]:
    enrolments = papers // 5 * 4
    classes = _CELLS * max(1, -(-enrolments // (_CELLS * _MOST_IN_A_CLASS)))
    return {
        "papers": papers,
        "enrolments": enrolments,
        "classes": classes,
        "per_year": classes // YEARS,
        "gap": enrolments // 40 * 5,
        "batch": TrainingClass.objects.count(),
        "first_class": TrainingClass.objects.count(),
        "first_enrolment": Enrolment.objects.count(),
        "first_paper": Certificate.objects.count(),
        "centres": list(TrainingCentre.objects.order_by("pk").values_list("pk", flat=True)),
        "issuers": list(Issuer.objects.order_by("pk").values_list("pk", flat=True)),
        "regions": list(Region.objects.kab_kota().order_by("pk").values_list("pk", flat=True)),
        "office": Office.objects.order_by("pk").values_list("pk", flat=True)[0],
    }


@contextmanager
def _bare_tables() -> Iterator[None]:
    """Without triggers, and without indexes and foreign keys beside the primary keys; made anew at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        again = _put_aside(cursor)
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in again:
            cursor.execute(statement)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _put_aside(cursor) -> list[str]:
    """Drops them, and gives the statements that make them again. What is there already needs no second look."""
    cursor.execute(
        """
        SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid), contype FROM pg_constraint
        WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u', 'x') ORDER BY contype
        """,
        [list(_TABLES)],
    )
    again = []
    for table, name, definition, kind in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        unseen = " NOT VALID" if kind == "f" and "NOT VALID" not in definition else ""
        again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}{unseen}")
    cursor.execute(
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary
        """,
        [list(_TABLES)],
    )
    for name, definition in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")
        again.append(definition)
    return again
