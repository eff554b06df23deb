"""What stands in a list of assessment results, and what its rows must agree in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.columns import Column, phrases
from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.parsers import assessments, dates, people, words
from kaltim_naker.imports.parsers.places import RegionNames


def columns(regions: RegionNames) -> Sequence[Column]:
    return (
        Column(
            "nik",
            _("NIK"),
            people.nik,
            (
                *("nik", "nomor induk kependudukan", "no induk kependudukan", "no ktp", "nomor ktp", "no nik"),
                *("nomor identitas", "nik asesi", "nik ktp"),
            ),
            required=True,
            recognisable=True,
            secret=True,
        ),
        Column(
            "full_name",
            _("full name"),
            people.name,
            ("nama", "nama asesi", "nama peserta", "nama lengkap", "asesi", "peserta", "name"),
            required=True,
        ),
        Column(
            "scheme",
            _("scheme"),
            words.required_text("scheme_missing", _("The scheme is missing.")),
            (
                "skema",
                "skema sertifikasi",
                "nama skema",
                "skema okupasi",
                "judul skema",
                "skema kompetensi",
                "skema uji",
                "scheme",
            ),
            ("program pelatihan", "program", "kejuruan", "unit kompetensi", "okupasi", "judul pelatihan"),
            required=True,
            is_personal=False,
        ),
        Column(
            "assessed_on",
            _("assessed on"),
            dates.required(dates.any_date),
            (
                "tanggal uji",
                "tgl uji",
                "tanggal uji kompetensi",
                "tgl uji kompetensi",
                "tanggal asesmen",
                "tgl asesmen",
                "tanggal assessment",
                "tanggal ujian",
                "tanggal ujk",
                "tgl ujk",
                "pelaksanaan uji",
                *phrases(
                    ("tanggal", "tgl"), ("pelaksanaan", "pelaksanaan uji", "pelaksanaan asesmen", "tes", "sertifikasi")
                ),
                "assessed on",
            ),
            required=True,
        ),
        Column(
            "outcome",
            _("result"),
            assessments.outcome,
            (
                "rekomendasi",
                "hasil",
                "hasil uji",
                "hasil uji kompetensi",
                "hasil asesmen",
                "keputusan",
                "k bk",
                "kompeten belum kompeten",
                "rekomendasi asesor",
                "hasil rekomendasi",
                "status kompetensi",
                "result",
            ),
            required=True,
            recognisable=True,
            instead=("is_k", "is_bk"),
            is_personal=False,
        ),
        # Official minutes have a column for K and one for BK, and a tick in one of them.
        Column("is_k", _("competent (tick)"), words.tick, ("hasil k", "rekomendasi k", "keputusan k", "k", "kompeten")),
        Column(
            "is_bk",
            _("not yet competent (tick)"),
            words.tick,
            ("hasil bk", "rekomendasi bk", "keputusan bk", "bk", "belum kompeten"),
        ),
        Column(
            "number",
            _("certificate number"),
            words.text,
            (
                "no sertifikat",
                "nomor sertifikat",
                "nomor sertifikat kompetensi",
                "no sert",
                "no sertifikat bnsp",
                "sertifikat",
            ),
        ),
        Column(
            "registration_number",
            _("registration number"),
            words.text,
            (
                *phrases(("no", "nomor"), ("registrasi", "reg", "registrasi sertifikat", "reg sertifikat")),
                *("registrasi", "no registrasi bnsp", "registration number"),
            ),
        ),
        Column(
            "issued_on",
            _("issued on"),
            dates.any_date,
            (
                "tanggal terbit",
                "tgl terbit",
                "tanggal terbit sertifikat",
                "tanggal sertifikat",
                "tgl sertifikat",
                "tanggal penerbitan",
                "tgl penerbitan",
                "terbit",
                "terbit tanggal",
                "tanggal terbit sert",
                "issued on",
            ),
        ),
        Column(
            "issuer",
            _("issuer"),
            words.text,
            (
                *("penerbit", "lembaga penerbit", "lembaga sertifikasi", "diterbitkan oleh", "lembaga", "issuer"),
                *("penerbit sertifikat", "dikeluarkan oleh"),
            ),
            ("lsp", "nama lsp"),
            is_personal=False,
        ),
    )


def outcome_by_tick(values: dict[str, Any]) -> Iterable[tuple[str, CellProblem]]:
    """A tick under K or under BK is the result; none or both are `result_unknown`."""
    if "outcome" in values or "is_k" not in values:
        return
    ticks = values["is_k"], values.get("is_bk", False)
    if ticks[0] == ticks[1]:
        message = gettext("Either K or BK has to be ticked.")
        yield "outcome", CellProblem("result_unknown", message)
    else:
        values["outcome"] = assessments.COMPETENT if ticks[0] else assessments.NOT_YET_COMPETENT


def dates_in_order(values: Values) -> Iterable[tuple[str, CellProblem]]:
    assessed, issued = values.get("assessed_on"), values.get("issued_on")
    if assessed and issued and issued < assessed:
        yield (
            "issued_on",
            CellProblem(
                "issued_before_assessed",
                gettext("The certificate is older than the assessment of %(day)s.")
                % {"day": assessed.strftime("%d/%m/%Y")},
                hint=gettext("One of the two dates is wrong; compare them with the certificate."),
            ),
        )


def certificate_is_complete(values: Values) -> Iterable[tuple[str, CellProblem]]:
    """A certificate needs the result K, a number and a date; K without either is a certificate still to come."""
    number, issued = values.get("number"), values.get("issued_on")
    if values.get("outcome") != assessments.COMPETENT:
        if number:
            message = gettext("A certificate number stands beside a result that is not K.")
            yield (
                "number",
                CellProblem("certificate_without_competence", message, hint=gettext("Correct one of the two.")),
            )
    elif number and not issued:
        yield "issued_on", CellProblem("date_missing", gettext("The certificate has a number but no date of issue."))
    elif issued and not number:
        yield "number", CellProblem("number_missing", gettext("The certificate has a date of issue but no number."))
