"""The public check: what a stranger learns, and what nobody does."""

import json
import re
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles.finders import find
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from certifications import services
from certifications.documents import certificate_claim, claim_of
from certifications.verification import UNKNOWN, check_code, check_number, name_fingerprint, qr_text
from kaltim_naker.core.codes import grouped, scanned_code, typed_code
from kaltim_naker.core.signing import is_signed, public_keys, sign, signing_key_id
from tests.factories.certifications import result_for
from tests.factories.trainees import EnrolmentFactory
from tests.security import security

GUESSING = security(10, "Guessing at the public check", target="0 names; 429 from the 31st; gap < 5 ms")

NAME = "Siti Nur Aisyah Rahmawati"
NUMBER = "24101 3122 2 0001234 2025"
VERIFY = "/verify/"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def certificate(officer, welders, welding, bnsp):
    enrolment = EnrolmentFactory(passed=True, training_class=welders, job_seeker__full_name=NAME)
    result = result_for(enrolment, date(2025, 3, 5), scheme=welding, issuer=bnsp)
    return services.issue_certificate(actor=officer, result=result, number=NUMBER, issued_on=date(2025, 3, 12))


@pytest.fixture
def stranger(db):
    return Client()


def ask(client, number, code, **headers):
    return client.post(VERIFY, {"number": number, "short_code": code}, **headers)


# --- verdicts ------------------------------------------------------------------------------------------------------
def test_a_valid_certificate_by_code_and_by_number(certificate):
    by_code = check_code(certificate.code)
    assert by_code == check_number(NUMBER, certificate.short_code)
    assert (by_code.outcome, by_code.initials, by_code.title) == ("valid", "S. N. A. R.", "Pengelasan Pelat SMAW 3G")
    assert (by_code.issued_on, by_code.valid_until) == (date(2025, 3, 12), date(2028, 3, 12))


def test_as_people_type_it(certificate):
    typed = grouped(certificate.short_code).lower().replace("0", "o").replace("1", "l")
    assert check_number("24101-3122-2-0001234-2025", typed).outcome == "valid"


def test_each_standing_is_an_answer_of_its_own(officer, certificate):
    with time_machine.travel(date(2028, 3, 12)):
        assert check_code(certificate.code).outcome == "valid"
    with time_machine.travel(date(2028, 3, 14)):
        assert check_code(certificate.code).outcome == "expired"
    new = services.replace_certificate(
        actor=officer,
        certificate=certificate,
        number="24101 3122 2 0009999 2025",
        issued_on=date(2025, 6, 1),
        reason="Nama",
        document="S-1",
    )
    assert check_code(certificate.code).outcome == "replaced"
    assert check_code(new.code).outcome == "valid"
    services.revoke_certificate(actor=officer, certificate=new, reason="Palsu", document="S-2")
    assert check_code(new.code).outcome == "revoked"


def test_wrong_code_and_unknown_number_are_one_answer(certificate):
    assert check_number(NUMBER, typed_code()) == check_number("00000", certificate.short_code) == UNKNOWN
    assert check_number(NUMBER, "") == check_number("", certificate.short_code) == UNKNOWN
    assert check_code(scanned_code()) == UNKNOWN


def test_papers_of_our_own_are_checked_too(officer, welders):
    graduate = EnrolmentFactory(passed=True, training_class=welders, job_seeker__full_name=NAME)
    issued = services.issue_training_certificate(actor=officer, enrolment=graduate)
    verdict = check_number(issued.number, issued.short_code)
    assert (verdict.outcome, verdict.is_competence, verdict.valid_until) == ("valid", False, None)
    services.revoke_document(actor=officer, issued=issued, reason="Salah", document="ND")
    assert check_code(issued.code).outcome == "revoked"


# --- pages ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_are_small_need_no_script_and_speak_both_languages(stranger, certificate, language):
    stranger.cookies["django_language"] = language
    style = Path(find("certifications/public.css")).stat().st_size
    pictures = sum(Path(find(f"kaltim/{name}.svg")).stat().st_size for name in ("mark", "icons"))
    for address in (
        VERIFY,
        "/verify/list/",
        "/verify/key/",
        reverse("certifications:verify_code", args=[certificate.code]),
    ):
        page = stranger.get(address)
        text = page.content.decode()
        assert page.status_code == 200
        assert f'lang="{language}"' in text
        assert "<script" not in text
        assert "bootstrap" not in text
        assert len(page.content) + style + pictures < 30_000, "the whole page, uncompressed"


def test_a_stranger_sees_initials_and_nothing_of_the_person(stranger, certificate):
    pages = [
        stranger.get(reverse("certifications:verify_code", args=[certificate.code])),
        ask(stranger, NUMBER, certificate.short_code),
        stranger.post("/verify/list/", {"lines": f"{NUMBER};{certificate.short_code}"}),
    ]
    for page in pages:
        text = page.content.decode()
        assert "S. N. A. R." in text
        assert not any(word in text for word in NAME.split())
        assert certificate.job_seeker.nik_masked not in text
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in page.headers["Cache-Control"]


def test_unknown_looks_the_same_whatever_was_asked(stranger, certificate):
    """The page repeats what was typed; beyond that, not a byte differs."""

    def plain(response, *typed):
        text = response.content.decode()
        for word in typed:
            text = text.replace(word, "")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+', "", text)

    wrong = typed_code()
    known = plain(ask(stranger, NUMBER, wrong), NUMBER, wrong)
    unknown = plain(ask(stranger, "99999 3122 2 0001234 2025", wrong), "99999 3122 2 0001234 2025", wrong)
    assert known == unknown


def test_fifty_lines_are_answered_and_fifty_one_refused(stranger, certificate):
    good = f"{NUMBER};{grouped(certificate.short_code)}"
    page = stranger.post("/verify/list/", {"lines": "\n".join([good, *["1\tABCD"] * 49])})
    assert page.content.decode().count('<th scope="row">') == 50
    assert [answer["verdict"].outcome for answer in page.context["answers"]] == ["valid", *["unknown"] * 49]
    refused = stranger.post("/verify/list/", {"lines": "\n".join([good] * 51)})
    assert "answers" not in refused.context
    assert refused.context["form"].errors


def test_a_line_without_code_is_named(stranger):
    page = stranger.post("/verify/list/", {"lines": "1;ABCD\nnonsense"})
    assert "2" in str(page.context["form"].errors["lines"])


# --- who asks too often --------------------------------------------------------------------------------------------
@pytest.fixture
def still_clock():
    """Within one span of the throttle, however slow the machine."""
    with time_machine.travel(1_750_000_000, tick=False):
        yield


@GUESSING
def test_the_thirty_first_question_of_a_minute_waits(stranger, certificate, still_clock):
    statuses = [ask(stranger, NUMBER, typed_code()).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    waiting = stranger.get(reverse("certifications:verify_code", args=[certificate.code]))
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "60")
    assert stranger.get(VERIFY).status_code == 200, "the form itself asks nothing"


def test_another_address_is_not_held_up_and_no_header_makes_one(stranger, settings, still_clock):
    for _ in range(31):
        ask(stranger, NUMBER, "ABCD")
    assert ask(stranger, NUMBER, "ABCD", headers={"x-forwarded-for": "10.9.8.7"}).status_code == 429
    assert ask(stranger, NUMBER, "ABCD", REMOTE_ADDR="10.0.0.9").status_code == 200
    settings.TRUST_PROXY_HEADERS = True
    behind = {"x-forwarded-for": "6.6.6.6, 192.0.2.1"}
    statuses = [
        ask(stranger, NUMBER, "ABCD", headers=behind | {"x-forwarded-for": f"{n}.6.6.6, 192.0.2.1"}).status_code
        for n in range(31)
    ]
    assert statuses[-1] == 429, "only the proxy's own word counts"


@GUESSING
def test_ten_thousand_guessed_numbers_disclose_nothing(certificate, figure):
    """Numbers in a row around a real one, as somebody would try them (security.md §5, no. 10)."""
    answers = {check_number(f"24101 3122 2 {guess:07d} 2025", "0000-0000-0000") for guess in range(10_000)}
    assert answers == {UNKNOWN}
    figure("10,000 guesses, 1 kind of answer")


@GUESSING
def test_a_flood_of_guesses_is_held_up_and_learns_no_name(stranger, certificate, still_clock):
    answers = [ask(stranger, f"24101 3122 2 {guess:07d} 2025", "0000-0000-0000") for guess in range(1100, 1300)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429] * 170
    for answer in answers:
        text = answer.content.decode()
        assert "S. N. A. R." not in text
        assert not any(word in text for word in NAME.split())


def test_without_the_cache_the_page_still_answers(stranger, certificate, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("kaltim_naker.core.throttle._counters", away)
    assert ask(stranger, NUMBER, certificate.short_code).status_code == 200


@GUESSING
def test_known_and_unknown_take_the_same_time(certificate, figure):
    """Medians over 300 each, taken in turns: closer than 5 ms (security.md §5, no. 10)."""
    clients = (Client(), Client())
    questions = ((NUMBER, certificate.short_code), ("99999 3122 2 0001234 2025", typed_code()))
    taken = ([], [])
    for turn in range(300):
        for client, question, times in zip(clients, questions, taken, strict=True):
            address = f"10.{turn // 250}.{turn % 250}.1"
            started = time.perf_counter()
            ask(client, *question, REMOTE_ADDR=address)
            times.append(time.perf_counter() - started)
    gap = abs(statistics.median(taken[0]) - statistics.median(taken[1]))
    figure(f"medians differ by {gap * 1000:.2f} ms")
    assert gap < 0.005, f"{gap * 1000:.2f} ms"


# --- without a network ---------------------------------------------------------------------------------------------
@pytest.fixture
def keys_file(stranger, tmp_path):
    path = tmp_path / "keys.json"
    path.write_bytes(stranger.get("/verify/key/keys.json").content)
    return path


def offline(keys_file, text, *arguments):
    done = subprocess.run(
        [sys.executable, find("certifications/check_certificate.py"), str(keys_file), text, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_the_qr_is_checked_without_us(certificate, keys_file):
    text = qr_text(certificate_claim(certificate))
    code, said = offline(keys_file, text, "--name", "siti  nur aisyah RAHMAWATI")
    assert code == 0, said
    assert "S. N. A. R." in said
    assert NUMBER in said
    assert NAME not in said


def test_another_name_does_not_fit(certificate, keys_file):
    code, said = offline(keys_file, qr_text(certificate_claim(certificate)), "--name", "Orang Lain")
    assert code == 1
    assert "DOES NOT FIT" in said


@pytest.mark.parametrize("place", [30, 60, 90, 150, -10])
def test_a_changed_sign_breaks_the_signature(certificate, keys_file, place):
    text = qr_text(certificate_claim(certificate))
    start = text.index("/verify/") + len("/verify/") if place == 30 else 0
    at = start + 3 if place == 30 else place
    swapped = "A" if text[at] != "A" else "B"
    changed = text[:at] + swapped + text[at:][1:]
    code, _said = offline(keys_file, changed)
    assert code in (1, 2)


def test_a_foreign_key_is_not_ours(certificate, keys_file, settings):
    text = qr_text(certificate_claim(certificate))
    published = json.loads(keys_file.read_text())
    published["keys"][0]["public_key"] = "A" * 43
    keys_file.write_text(json.dumps(published))
    assert offline(keys_file, text)[0] == 1


def test_any_other_text_is_no_code(keys_file):
    assert offline(keys_file, "https://example.org/")[0] == 2


def test_an_older_key_stays_checkable(certificate, stranger, settings, tmp_path):
    text = qr_text(certificate_claim(certificate))
    settings.SIGNING_KEYS = f"{settings.SIGNING_KEYS},2:{'Q' * 43}="
    keys_file = tmp_path / "keys.json"
    keys_file.write_bytes(stranger.get("/verify/key/keys.json").content)
    assert signing_key_id() == 2
    assert offline(keys_file, text)[0] == 0
    assert offline(keys_file, qr_text(certificate_claim(certificate)))[0] == 0


def test_a_slip_speaks_for_its_certificate(officer, certificate):
    slip = services.issue_slip(actor=officer, certificate=certificate)
    assert claim_of(slip) == certificate_claim(certificate)


def test_the_qr_holds_neither_name_nor_nik(certificate):
    claim = certificate_claim(certificate).as_bytes(1).decode()
    assert not any(word in claim for word in NAME.split())
    assert certificate.job_seeker.reveal_nik() not in claim
    assert name_fingerprint(certificate.code, NAME) in claim
    assert len(qr_text(certificate_claim(certificate))) < 500, "readable from paper"


def test_signatures():
    signature = sign(b"x")
    assert is_signed(b"x", signature, signing_key_id())
    assert not is_signed(b"y", signature, signing_key_id())
    assert not is_signed(b"x", signature, 200)
    assert public_keys()[0].pem.startswith("-----BEGIN PUBLIC KEY-----")


def test_the_key_page_shows_the_key_and_gives_the_program(stranger):
    assert public_keys()[0].pem.splitlines()[1] in stranger.get("/verify/key/").content.decode()
    program = stranger.get("/verify/key/check_certificate.py")
    assert program.headers["Content-Type"].startswith("text/x-python")
    assert b"RFC 8032" in program.content


# --- the passport --------------------------------------------------------------------------------------------------
def test_a_passport_lists_what_is_verified(officer, certificate, stranger):
    passport = services.give_passport(actor=officer, job_seeker=certificate.job_seeker)
    assert services.give_passport(actor=officer, job_seeker=certificate.job_seeker) == passport
    text = stranger.get(passport.get_absolute_url()).content.decode()
    assert NAME in text
    assert NUMBER in text
    assert certificate.result.enrolment.training_class.programme.title in text
    assert certificate.job_seeker.nik_masked not in text


def test_a_passport_on_paper(officer, certificate, stranger):
    passport = services.give_passport(actor=officer, job_seeker=certificate.job_seeker)
    paper = stranger.get(f"{passport.get_absolute_url()}pdf/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_a_link_that_was_taken_back_says_only_that(officer, certificate, stranger):
    passport = services.give_passport(actor=officer, job_seeker=certificate.job_seeker)
    services.revoke_passport(actor=officer, passport=passport, reason="Diminta")
    page = stranger.get(passport.get_absolute_url())
    assert page.status_code == 200
    assert NAME not in page.content.decode()
    assert stranger.get(f"{passport.get_absolute_url()}pdf/").status_code == 404
    assert services.give_passport(actor=officer, job_seeker=certificate.job_seeker).code != passport.code


def test_an_unknown_link_is_not_found(stranger, db):
    assert stranger.get(f"/passport/{scanned_code()}/").status_code == 404
