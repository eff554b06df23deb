"""What staff of the invented year say about its figures, in the quarters that are closed; the third has none yet."""

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import Period
from kaltim_naker.demo.classes import YEAR
from kaltim_naker.demo.users import centre_admins, planner
from kaltim_naker.reports.narratives import write_narrative
from programs.models import Indicator, TrainingCentre

# Quarter, indicator, causes, obstacles, follow-up.
_OF_THE_PROVINCE = (
    (
        1,
        "K1",
        "Paket pertama baru dibuka akhir Februari setelah DPA disahkan; uji kompetensi jatuh pada triwulan II.",
        "Jadwal asesor LSP untuk skema las dan alat berat berbenturan di kedua balai.",
        "Jadwal uji disusun bersama LSP sampai November; paket angkatan II dibuka serentak mulai April.",
    ),
    (
        2,
        "K1",
        "Uji kompetensi angkatan I selesai sesuai jadwal; tingkat kelulusan K pada skema las di atas rata-rata.",
        "Sertifikat Kemnaker terbit rata-rata enam minggu setelah uji, sehingga sebagian peserta baru terhitung "
        "pada triwulan berikutnya.",
        "Daftar peserta kompeten tanpa sertifikat dikirim ke penerbit setiap bulan oleh seksi sertifikasi.",
    ),
    (
        2,
        "K2",
        "Perusahaan tambang dan perkebunan menerima peserta magang setelah penandatanganan perjanjian bulan Maret.",
        "Beberapa tempat kerja belum memiliki pembimbing bersertifikat.",
        "Pelatihan pembimbing magang dijadwalkan pada triwulan III bersama FKLPID.",
    ),
)
_OF_BONTANG = (
    2,
    "K1",
    "Kelas operator berjalan penuh dan seluruh peserta diuji pada bulan Juni.",
    "Bengkel listrik diperbaiki selama tiga minggu.",
    "Paket listrik angkatan II dipindahkan ke bulan Agustus.",
)


def say_why() -> None:
    """Before the quarters are closed, for they lock what was said about them."""
    for quarter, code, *texts in _OF_THE_PROVINCE:
        _say(planner(), quarter, code, None, texts)
    bontang = TrainingCentre.objects.get(office__code="blki-bontang")
    quarter, code, *texts = _OF_BONTANG
    _say(centre_admins()[bontang.pk], quarter, code, bontang, texts)


def _say(actor: User, quarter: int, code: str, centre: TrainingCentre | None, texts: list[str]) -> None:
    causes, obstacles, follow_up = texts
    write_narrative(
        actor=actor,
        indicator=Indicator.objects.get(code=code),
        period=Period(YEAR, quarter),
        centre=centre,
        causes=causes,
        obstacles=obstacles,
        follow_up=follow_up,
    )
