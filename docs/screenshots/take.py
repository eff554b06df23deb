"""Take the pictures of README and guide from the running program, by going the way of its users.

    python docs/screenshots/take.py http://localhost:8000 [--only NAME...] [--into FOLDER]

The way changes data (a sample workbook comes in, a class is closed, a report is made), so it needs a demonstration that
is fresh (`script/screenshots` starts one) and may be thrown away. Pages are shown in Indonesian, as without a choice.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tour import DOMAIN, PHONE, Tour

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples"
#: How many people apply to the class whose selection is shown.
APPLICANTS = 6

SUBMIT = "main form.kn-form button[type=submit]"

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--lang=id"]
# Dates and the words of the browser's own controls follow the language it is started in, not that of the page.
# Debian keeps these languages in a package of their own, chromium-l10n; without it they are English.
ENVIRONMENT = {**os.environ, "LANGUAGE": "id"}


# --- the way, in order: each step finds what the one before it left ---------------------------------------------------
def log_in(tour: Tour) -> None:
    with tour.as_user("") as page:
        tour.go(page, "/accounts/login/")
        tour.take(page, "masuk", tallest=620)


def first_pages(tour: Tour) -> None:
    """As the year 2025 stands before anything is done."""
    names = {
        "admin.balikpapan": "admin-blki-beranda",
        "sertifikasi": "sertifikasi-beranda",
        "perencana": "perencana-beranda",
        "kepala.dinas": "pimpinan-beranda",
        "disnaker.samarinda": "kabkota-beranda",
    }
    for user, name in names.items():
        with tour.as_user(user) as page:
            tour.go(page, "/")
            tour.take(page, name, tallest=1000)
    with tour.as_user("kepala.dinas", PHONE) as page:
        tour.go(page, "/")
        tour.take(page, "pimpinan-beranda-ponsel", tallest=1200)


def import_participants(tour: Tour) -> None:
    with tour.as_user("admin.balikpapan") as page:
        tour.go(page, "/imports/new/participants/")
        page.set_input_files("input[name=file]", SAMPLES / "peserta-blki-balikpapan-2025.xlsx")
        tour.take(page, "impor-unggah", tallest=660)
        page.click(SUBMIT)
        page.wait_for_selector("form#accept")
        tour.take(page, "impor-hasil-periksa", tallest=1250)
        tour.take(page, "impor-temuan", top="main > h2", tallest=900)
        page.click("main a[href$='/columns/']")
        tour.take(page, "impor-kolom", tallest=1200)
        page.go_back()
        for line in page.locator("form#accept tbody tr").all()[:1]:
            line.locator("input[type=checkbox]").check()
            line.locator("input[type=text], input:not([type])").fill("Sesuai KTP asli")
        tour.take(page, "impor-konfirmasi", top="form#accept h3", tallest=620)
        page.click("button[value=good_rows]")
        page.wait_for_selector(".kn-receipt, a[href$='/imports/new/participants/']")
        tour.take(page, "impor-tanda-terima", tallest=1100)
        page.click("main a[href$='/correct/']")
        page.wait_for_selector("#rows table")
        tour.take(page, "impor-betulkan", tallest=1300)


def import_results(tour: Tour) -> None:
    with tour.as_user("admin.bontang") as page:
        tour.go(page, "/imports/new/results/")
        page.set_input_files("input[name=file]", SAMPLES / "hasil-uji-kompetensi-bontang-2025.xlsx")
        page.click(SUBMIT)
        page.wait_for_selector("form#accept")
        tour.take(page, "impor-hasil-uji", tallest=1100)


def select_applicants(tour: Tour) -> None:
    """People of the list apply to the class that is open; each of their NIKs is asked for, with a reason."""
    with tour.as_user("admin.balikpapan") as page:
        tour.go(page, "/job-seekers/")
        people = [link.get_attribute("href") for link in page.locator("#results tbody th a").all()[:APPLICANTS]]
        numbers = [_full_nik(tour, page, person) for person in people]
        tour.go(page, "/classes/?state=open")
        page.click("#results tbody tr a")
        selection = re.sub(r"^.*(/classes/[0-9a-f-]+/)$", r"\1", page.url)
        for number in numbers:
            tour.go(page, f"{selection}apply/")
            page.fill("input[name=nik]", number)
            page.click(SUBMIT)
            page.wait_for_url(re.compile(r"/selection/$"))
        tour.go(page, f"{selection}selection/steps/")
        for place, row in enumerate(page.locator(".kn-gridform tbody tr").all()):
            row.locator("select[name$=-administration]").select_option(index=1)
            row.locator("input[name$=-written_score]").fill(str(62 + place * 7 % 30))
            row.locator("input[name$=-interview_score]").fill(str(70 + place * 11 % 25))
        page.click(SUBMIT)
        page.wait_for_url(re.compile(r"/selection/$"))
        tour.take(page, "seleksi", tallest=900)


def record_attendance(tour: Tour) -> None:
    """The first week of the class that began last: its sessions are planned, its grid is filled in."""
    with tour.as_user("admin.balikpapan") as page:
        tour.go(page, "/classes/?state=running&sort=-starts_on")
        page.click("#results tbody tr:first-child a")
        training_class = re.sub(r"^.*(/classes/[0-9a-f-]+/)$", r"\1", page.url)
        tour.go(page, f"{training_class}sessions/")
        page.click(SUBMIT)
        page.wait_for_url(re.compile(r"/attendance/"))
        for place, mark in enumerate(page.locator("input.kn-mark").all()):
            mark.fill({17: "S", 38: "I", 52: "H4"}.get(place, "H"))
        tour.take(page, "kehadiran", tallest=1000)


def follow_graduates(tour: Tour) -> None:
    with tour.as_user("admin.balikpapan") as page:
        tour.go(page, "/tracer/")
        tour.take(page, "lulusan-daftar", tallest=700)
        tour.go(page, "/absorption/?year=2025")
        tour.take(page, "penyerapan", tallest=700)


def coach_companies(tour: Tour) -> None:
    """A company over its years, a case that is finished, and the figure of the award."""
    with tour.as_user("kerjasama") as page:
        tour.go(page, "/coaching/board/")
        tour.take(page, "pembinaan-papan")
        tour.go(page, "/coaching/?state=done")
        page.locator("main .kn-table tbody a").first.click()
        tour.take(page, "pembinaan-kasus", tallest=1000)
        page.locator("main a[href$='/productivity/'][href*='/companies/']").first.click()
        tour.take(page, "produktivitas-perusahaan", tallest=1000)
        page.locator("main .kn-table tbody a").first.click()
        tour.take(page, "produktivitas-tahun", tallest=1200)
        tour.go(page, "/award/")
        tour.take(page, "penghargaan", tallest=1000)


def close_class(tour: Tour) -> None:
    """The class that ended first and still waits for its closing."""
    with tour.as_user("admin.balikpapan") as page:
        tour.go(page, "/classes/")
        tour.take(page, "kelas-daftar", tallest=900)
        tour.go(page, "/classes/?due=closing")
        page.click("#results tbody tr:last-child a")
        tour.take(page, "kelas-rincian", tallest=1000)
        page.click("a[href$='/participants/']")
        tour.take(page, "kelas-peserta", tallest=900)
        page.go_back()
        page.click("a[href$='/close/']")
        page.fill("input[name=closed_on]", "2025-05-30")
        page.fill("input[name=closing_document]", "563/041/BLKI-BPN/2025")
        _choose(page, "select[name$=-state]", last="withdrawn")
        page.locator("input[name$=-reason]").last.fill("Diterima bekerja")
        tour.take(page, "kelas-tutup", tallest=1250)
        page.click(SUBMIT)
        page.wait_for_url(re.compile(r"/classes/[0-9a-f-]+/(participants/)?$"))
        tour.take(page, "kelas-ditutup", tallest=800)


def record_results(tour: Tour) -> None:
    """Results of the class that was just closed, then its certificates."""
    with tour.as_user("sertifikasi") as page:
        tour.go(page, "/certificates/awaiting-assessment/")
        tour.take(page, "sertifikasi-belum-uji", tallest=800)
        page.click("#results tbody tr:first-child a[href*='/classes/']")
        programme = page.locator("h1").inner_text().split(" – ")[0]
        page.goto(re.sub(r"(/classes/[0-9a-f-]+/).*", r"\1assessment/record/", page.url))
        page.select_option("select[name=scheme]", label=programme)
        page.select_option("select[name=issuer]", label="BNSP")
        page.fill("input[name=assessed_on]", "2025-06-12")
        _choose(page, "select[name$=-outcome]", first="K", last="BK")
        tour.take(page, "hasil-uji", tallest=1250)
        page.click(SUBMIT)
        page.wait_for_url(re.compile(r"/assessment/$"))
        tour.take(page, "hasil-uji-tersimpan", tallest=900)
        page.click("a[href$='/certificates/issue/']")
        page.fill("input[name=issued_on]", "2025-07-07")
        for place, field in enumerate(page.locator("input[name$=-number]").all()[:10], start=1):
            if not (field.get_attribute("name") or "").endswith("registration_number"):
                field.fill(f"43222 7222 3 000{place:04} 2025")
        tour.take(page, "sertifikat-isi", tallest=1100)
        page.click(SUBMIT)
        page.wait_for_url(re.compile(r"/assessment/$"))


def hand_over(tour: Tour) -> None:
    with tour.as_user("sertifikasi") as page:
        tour.go(page, "/certificates/?state=active&handed_over=waiting")
        tour.take(page, "sertifikat-daftar", tallest=800)
        page.click("#results tbody tr:first-child a[href*='/certificates/']")
        tour.take(page, "sertifikat-rincian", tallest=800)
        page.click("a[href$='/hand-over/']")
        tour.take(page, "sertifikat-serahkan", tallest=620)
        page.click(SUBMIT)
        page.wait_for_url(re.compile(r"/certificates/[0-9a-f-]+/$"))


def check_a_paper(tour: Tour) -> None:
    with tour.as_user("") as page:
        tour.go(page, "/verify/")
        tour.take(page, "periksa-sertifikat", tallest=680)


def targets_and_achievement(tour: Tour) -> None:
    with tour.as_user("perencana") as page:
        tour.go(page, "/achievement/?year=2025&quarter=3")
        tour.take(page, "capaian", tallest=1100)
        tour.go(page, "/achievement/targets/?year=2025")
        tour.take(page, "target", tallest=1000)
        page.click("#main a[href*='/targets/set/']")
        tour.take(page, "target-tetapkan", tallest=900)
        tour.go(page, "/achievement/job_seekers_certified/records/?year=2025&quarter=3")
        tour.take(page, "capaian-orang", tallest=800)
        tour.go(page, "/achievement/by/?figure=K1&rows=sex&columns=centre&year=2025")
        tour.take(page, "rincian-capaian", tallest=1000)
        tour.go(page, "/achievement/pace/?year=2025&day=2025-08-31")
        tour.take(page, "laju", tallest=1300)
        tour.go(page, "/data-quality/?year=2025")
        tour.take(page, "mutu-data", tallest=1000)


def closed_quarters(tour: Tour) -> None:
    """A year of quarters, and one of them with its figures."""
    with tour.as_user("perencana") as page:
        tour.go(page, "/periods/?year=2025")
        tour.take(page, "triwulan", tallest=900)
        page.locator("main .kn-table tbody a").first.click()
        tour.take(page, "triwulan-rincian", tallest=1300)


def make_report(tour: Tour) -> None:
    with tour.as_user("perencana") as page:
        tour.go(page, "/reports/new/")
        page.select_option("select[name=year]", "2025")
        page.select_option("select[name=part]", "Q2")
        tour.take(page, "laporan-minta", tallest=700)
        page.click(SUBMIT)
        page.wait_for_selector("a.btn-primary[href$='/download/']")
        tour.take(page, "laporan-selesai", tallest=800)
        with page.expect_download() as waiting:
            page.locator("a.btn-primary[href$='/download/']").first.click()
        tour.keep("laporan-pdf", _first_page(waiting.value.path()))
        page.click("a[href$='/facts/']")
        tour.take(page, "laporan-isi", tallest=1000)


def people(tour: Tour) -> None:
    with tour.as_user("disnaker.samarinda") as page:
        tour.go(page, "/job-seekers/")
        tour.take(page, "pencaker-daftar", tallest=800)
        page.click("#results tbody tr:first-child a")
        tour.take(page, "pencaker-rincian", tallest=1000)
        tour.go(page, "/job-seekers/register/")
        tour.take(page, "pencaker-daftarkan", tallest=1250)


def needs_and_proposals(tour: Tour) -> None:
    """The region proposes, the province decides, the minutes are printed; and where next year's classes belong."""
    with tour.as_user("disnaker.samarinda") as page:
        tour.go(page, "/proposals/enter/")
        page.fill("input[name=title]", "Pelatihan menjahit seragam")
        page.fill("input[name=volume]", "2")
        tour.take(page, "usulan-isi", tallest=1150)
    with tour.as_user("perencana") as page:
        tour.go(page, "/proposals/?year=2026")
        tour.take(page, "usulan-daftar", tallest=900)
        page.click("#results a:has-text('excavator')")
        tour.take(page, "usulan-rincian", tallest=900)
        tour.go(page, "/balance/?year=2026")
        tour.take(page, "kebutuhan-peta", tallest=1200)
        tour.go(page, "/proposals/minutes/")
        page.click("#results tbody a")
        paper = page.request.get(f"{page.url}pdf/")
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(paper.body())
            file.flush()
            tour.keep("berita-acara-pdf", _first_page(Path(file.name)))


def apprenticeships(tour: Tour) -> None:
    """The programmes, one of them, and a logbook as its keeper sees it on a phone."""
    with tour.as_user("magang") as page:
        tour.go(page, "/apprenticeships/")
        tour.take(page, "magang-daftar", tallest=1000)
        page.click("main tbody a:has-text('Otomotif')")
        tour.take(page, "magang-program", tallest=1300)
        page.click("main .kn-tablebox tbody tr:has-text('berjalan') a")
        page.click("main form[action$='/link/'] button")
        link = next(word for word in page.input_value("#message").split() if word.startswith("http"))
    with tour.as_user("", PHONE) as page:
        tour.go(page, link[link.index("/logbook/") :])
        tour.take(page, "magang-buku-harian", tallest=1300)


def oversight(tour: Tour) -> None:
    with tour.as_user("auditor") as page:
        tour.go(page, "/")
        tour.take(page, "auditor-beranda", tallest=800)
        tour.go(page, "/access-log/?kind=unmask_nik")
        tour.take(page, "auditor-catatan-akses", tallest=800)
        tour.go(page, "/classes/?state=closed")
        page.click("#results tbody tr:first-child a")
        page.click("a[href^='/history/']")
        tour.take(page, "auditor-riwayat", tallest=800)
        tour.go(page, "/privacy/requests/")
        tour.take(page, "permohonan-data", tallest=800)


def accounts(tour: Tour) -> None:
    with tour.as_user("admin.sistem") as page:
        tour.go(page, "/")
        tour.take(page, "sistem-beranda", tallest=500)
        tour.go(page, "/admin/accounts/user/")
        tour.take(page, "sistem-akun", tallest=700)
        page.click(f"#result_list a:has-text('admin.balikpapan@{DOMAIN}')")
        tour.take(page, "sistem-akun-ubah", tallest=1000)


def on_the_phone(tour: Tour) -> None:
    with tour.as_user("admin.balikpapan", PHONE) as page:
        tour.go(page, "/classes/")
        tour.take(page, "kelas-ponsel", tallest=844)


WAY: tuple[Callable[[Tour], None], ...] = (
    log_in,
    first_pages,
    import_participants,
    import_results,
    select_applicants,
    record_attendance,
    follow_graduates,
    coach_companies,
    close_class,
    record_results,
    hand_over,
    check_a_paper,
    targets_and_achievement,
    closed_quarters,
    make_report,
    people,
    needs_and_proposals,
    apprenticeships,
    oversight,
    accounts,
    on_the_phone,
)


def _full_nik(tour: Tour, page: Page, person: str) -> str:
    tour.go(page, person)
    page.click("summary.btn:has-text('NIK')")
    page.fill("input[name=reason]", "Mencocokkan KTP pelamar")
    page.click("details.kn-confirm[open] button[type=submit]")
    return page.locator(".user-select-all").inner_text().strip()


def _choose(page: Page, selector: str, *, first: str = "", last: str) -> None:
    """Every row of a grid as `first` (empty: left as it is), but the last one as `last`."""
    *others, final = page.locator(selector).all()
    if first:
        for field in others:
            field.select_option(first)
    final.select_option(last)


def _first_page(pdf: Path) -> bytes:
    """A picture of the first page of a PDF, as wide as a page of the guide can use."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page"
        command = ["pdftoppm", "-png", "-singlefile", "-f", "1", "-scale-to-x", "900", "-scale-to-y", "-1", pdf, target]
        subprocess.run(command, check=True)
        return target.with_suffix(".png").read_bytes()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", help="of a running, fresh demonstration")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="folder for the pictures")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="keep these; the way is gone in full")
    parser.add_argument("--steps", nargs="*", choices=[step.__name__ for step in WAY], default=[], help="go only these")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS, env=ENVIRONMENT)
        tour = Tour(browser, options.address, options.into, set(options.only))
        for step in WAY:
            if not options.steps or step.__name__ in options.steps:
                step(tour)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
