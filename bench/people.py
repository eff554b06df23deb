"""Finding people among a million: by name, by number, page by page (performance.md §4, §5).

The people are made by the database itself and leave with it: `script/bench` runs on temporary servers. Plans are
printed, since a ratio that holds today by chance would not say why.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client

from bench.pages import as_on_a_server, get_page, in_turns
from bench.plain_list import PLAIN_PATH
from bench.registry import Row, Scale, at_most_times, measurement, median_seconds
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.ui.paging import COUNT_CAP, Order, Pager, beyond
from kaltim_naker.ui.tables import lookups_of
from trainees.models import JobSeeker
from trainees.tables import JOB_SEEKER_COLUMNS

PEOPLE = {Scale.USUAL: 200_000, Scale.FULL: 1_000_000}
_REPEAT = 7
_TURNS = 40

# Common given names and surnames, and enough made-up ones that a rare name is rare.
_COMMON = "Muhammad,Siti,Budi,Agus,Dewi,Rizky,Nur,Ahmad,Putri,Andi,Sri,Eko,Rina,Dian,Hendra,Yusuf"
_SURNAMES = "Santoso,Wijaya,Saputra,Lestari,Hidayat,Ramadhan,Pratama,Susanto,Wulandari,Kurniawan,Setiawan,Aminah"
_SYLLABLES = "ba,di,fa,gu,ha,ja,ka,la,ma,na,pu,ra,sa,ti,wa,ya,lin,ron,mul,ger"

_FILL = """
    INSERT INTO trainees_jobseeker (
        id, created_at, updated_at, full_name, nik_cipher, nik_index, nik_masked, nik_mismatch_reason, birth_place,
        birth_date, sex, address, domicile_id, phone, education, work_status, trained_elsewhere,
        trained_elsewhere_note, ak1_number, purpose, legal_basis, notice_version, registered_by_id, is_invented
    )
    SELECT
        -- Keys grow with time, as they do in life (core.ids.uuid7).
        (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8'
            || substr(md5(n::text), 4, 15))::uuid, now(), now(),
        given[1 + (random() * (array_length(given, 1) - 1))::int] || ' ' ||
            initcap(syllable[1 + (h %% 20)] || syllable[1 + (h / 20 %% 20)] || syllable[1 + (h / 400 %% 20)]) || ' ' ||
            surname[1 + (random() * (array_length(surname, 1) - 1))::int],
        sha256(n::text::bytea), sha256(('i' || n)::bytea), '6471********' || lpad((n %% 10000)::text, 4, '0'), '', '',
        date '1970-01-01' + (random() * 13000)::int, CASE WHEN random() < 0.4 THEN 'P' ELSE 'L' END, '',
        region[1 + (random() * (array_length(region, 1) - 1))::int],
        '+628' || lpad(n::text, 10, '1'), 1 + (random() * 7)::int, 'never_worked', 'not_asked',
        '', '', 'bench', 'public_task', '', %(office)s, true
    FROM generate_series(1, %(people)s) AS n,
        LATERAL (SELECT abs(hashint4(n)) AS h) AS hashed,
        (SELECT string_to_array(%(given)s, ',') AS given, string_to_array(%(surname)s, ',') AS surname,
                string_to_array(%(syllable)s, ',') AS syllable, %(regions)s::bigint[] AS region) AS words
"""


@measurement("people")
def people(scale: Scale) -> Iterator[Row]:
    """Search, paging, capped counts, and the list page against a plain template."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    make_people(PEOPLE[scale])
    yield from _searches()
    yield from _pages()
    yield from _counts()
    yield from _list_page()


def make_people(count: int) -> None:
    """So many people, without their history: the triggers would write each of them twice."""
    regions = list(JobSeeker._meta.get_field("domicile").related_model.objects.home().values_list("pk", flat=True))
    words = {"given": _COMMON, "surname": _SURNAMES, "syllable": _SYLLABLES}
    office = Office.objects.order_by("pk").first()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trainees_jobseeker DISABLE TRIGGER USER")
        cursor.execute(_FILL, {"people": count, "office": office.pk, "regions": regions, **words})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE trainees_jobseeker ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE trainees_jobseeker")


def _first_page(found: QuerySet) -> QuerySet:
    """As the list shows what was searched for: newest first."""
    return found.order_by("-pk").values("pk", *lookups_of(JOB_SEEKER_COLUMNS))[:51]


@contextmanager
def _sequential() -> Iterator[None]:
    """Every query reads the whole table, as it would without any index."""
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        yield


def _show_plan(name: str, rows: QuerySet) -> None:
    print(f"-- {name}\n{rows.explain(analyze=True, buffers=False)}\n", file=sys.stderr)


def _searches() -> Iterator[Row]:
    """The first page of a search with every query it takes, against a scan of the whole table for the same words."""
    people = JobSeeker.objects
    one = people.order_by("pk")[123_456]
    rare = one.full_name.split()[1]
    number, index = one.phone, bytes(one.nik_index)
    asked: dict[str, tuple[Callable[[], QuerySet], QuerySet]] = {
        "a common surname": _by_words("santoso"),
        "a common given name, late in the alphabet": _by_words("yusuf"),
        "two words, turned round": _by_words("wijaya budi"),
        "a rare name": _by_words(rare),
        "three letters": _by_words("nto"),
        "three letters that nobody has": _by_words("xqz"),
        "a name with two typos": (
            lambda: people.named(f"{rare}h wulandarri"),
            people.named(f"{rare}h wulandarri"),
        ),
        "a phone number": (lambda: people.with_phone(number), people.filter(phone=number)),
        "a NIK": (lambda: people.filter(nik_index=index), people.filter(nik_index=index)),
    }
    for name, (search, scan) in asked.items():
        _show_plan(f"search: {name}", _first_page(search()))
        indexed = median_seconds(lambda search=search: list(_first_page(search())), repeat=_REPEAT)
        with _sequential():
            sequential = median_seconds(lambda scan=scan: list(_first_page(scan.all())), repeat=3)
        yield at_most_times(
            f"search by {name}", indexed * 1000, "ms", beside=sequential * 1000, what="ms sequential scan", limit=0.05
        )


def _by_words(text: str) -> tuple[Callable[[], QuerySet], QuerySet]:
    """The search as the page does it, and the plainest query for the same people."""
    scan = JobSeeker.objects.all()
    for word in text.split():
        scan = scan.filter(full_name__icontains=word)
    return (lambda: JobSeeker.objects.named(text)), scan


def _pages() -> Iterator[Row]:
    """The first page, and pages deep in the list: each costs what the first one costs."""
    order, fields = Order("full_name"), lookups_of(JOB_SEEKER_COLUMNS)
    everybody = JobSeeker.objects.all()
    count = everybody.count()
    queries = {"first": ""}
    for share in (0.5, 0.99):
        name, key = everybody.order_by(*order.terms).values_list("full_name", "pk")[int(count * share)]
        queries[f"{share:.0%}"] = f"after={key}"
        deep = everybody.filter(beyond(order, name, key, nullable=False)).order_by(*order.terms)
        _show_plan(f"page at {share:.0%}", deep.values("pk", *fields)[:51])
    times = in_turns(
        {
            name: lambda query=query: Pager(QueryDict(query)).page(everybody, order, fields)
            for name, query in queries.items()
        },
        repeat=_TURNS,
    )
    for name in list(queries)[1:]:
        yield at_most_times(
            f"page at {name} of the list", times[name], "ms", beside=times["first"], what="ms first page", limit=2
        )


def _counts() -> Iterator[Row]:
    everybody = JobSeeker.objects.order_by()
    capped = everybody.values("pk")[: COUNT_CAP + 1]
    _show_plan("capped count", capped)
    some = median_seconds(lambda: capped.count(), repeat=_REPEAT) * 1000
    whole = median_seconds(lambda: everybody.count(), repeat=3) * 1000
    yield at_most_times("counting up to the cap", some, "ms", beside=whole, what="ms count of all", limit=0.2)


def _list_page() -> Iterator[Row]:
    """The page of 50 rows with its filters and menu, against the plainest template over the same query."""
    planner = User.objects.create_user("bench@contoh.test", full_name="Bench")
    Membership.objects.create(user=planner, office=Office.objects.get(kind="province"), role=Role.PLANNER)
    client = Client()
    client.force_login(planner)
    with as_on_a_server(ROOT_URLCONF="bench.plain_list"):
        pages = {path: lambda path=path: get_page(client, path) for path in (PLAIN_PATH, "/job-seekers/")}
        times = in_turns(pages, repeat=_TURNS)
    yield at_most_times(
        "list page of 50 people",
        times["/job-seekers/"],
        "ms",
        beside=times[PLAIN_PATH],
        what="ms plain template over values()",
        limit=2,
    )
