"""What is said to whoever checks a report: of a published one what was published, and nothing of any other.

The answers are frozen dataclasses that page and API draw alike. They hold counts, rules and days, never a name.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kaltim_naker.core.codes import as_typed
from kaltim_naker.reports.models import Publication, ReportRun
from kaltim_naker.reports.proof.comparing import FigureProof, compare_figures


class Standing(StrEnum):
    """What a code stands for. Of a draft nothing is said but that it is one."""

    UNKNOWN = "unknown"
    DRAFT = "draft"
    PUBLISHED = "published"
    #: Published, and a newer report on the same was published since.
    REPLACED = "replaced"


@dataclass(frozen=True)
class ReportProof:
    """What was published under a code. Only `standing` says anything where it is unknown or a draft.

    `signed_is_extension`: the signed copy begins with every byte of the published file.
    """

    standing: Standing
    code: str = ""
    reference: str = ""
    number: str = ""
    letter: str = ""
    title: str = ""
    subject: str = ""
    period: str = ""
    made_at: datetime | None = None
    published_at: datetime | None = None
    pages: int = 0
    file_sha256: str = ""
    facts_sha256: str = ""
    signed_sha256: str = ""
    signed_at: datetime | None = None
    signed_is_extension: bool = False
    replaced_by: str = ""
    figures: tuple[FigureProof, ...] = ()

    @property
    def revised(self) -> tuple[FigureProof, ...]:
        """The figures that the records do not bear out any more."""
        return tuple(figure for figure in self.figures if figure.is_revised)

    @property
    def is_compared(self) -> bool:
        """Whether what became of its figures can be told."""
        return any(figure.is_comparable for figure in self.figures)

    @property
    def is_published(self) -> bool:
        return self.standing in (Standing.PUBLISHED, Standing.REPLACED)

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_sha256)


UNKNOWN = ReportProof(Standing.UNKNOWN)


def find_run(code: str) -> ReportRun | None:
    """The run with this code, as it is typed; one query, whatever was typed."""
    return ReportRun.objects.select_related("publication", "centre", "region").filter(code=as_typed(code)[:13]).first()


def verify_report(code: str) -> ReportProof:
    """The answer about the code of a report, with each of its figures."""
    run = find_run(code)
    proof = proof_of_run(run)
    return replace(proof, figures=compare_figures(run)) if run and proof.is_published else proof


def verify_figure(code: str, figure: str) -> tuple[ReportProof, FigureProof | None]:
    """The answer about one figure of a report; None where the report has no figure of this code."""
    proof = verify_report(code)
    typed = as_typed(figure)
    return proof, next((one for one in proof.figures if one.code == typed), None)


def proof_of_run(run: ReportRun | None) -> ReportProof:
    """What was published, without its figures."""
    if run is None:
        return UNKNOWN
    if not run.is_published:
        return ReportProof(Standing.DRAFT)
    newer = _newer(run)
    publication, facts = run.publication, run.facts
    return ReportProof(
        standing=Standing.REPLACED if newer else Standing.PUBLISHED,
        code=run.code,
        reference=run.reference,
        number=publication.number,
        letter=publication.letter,
        title=facts["title"],
        subject=facts["subject"],
        period=facts["period"],
        made_at=run.finished_at,
        published_at=publication.published_at,
        pages=run.pages or 0,
        file_sha256=run.file_sha256,
        facts_sha256=run.facts_sha256,
        signed_sha256=publication.signed_sha256,
        signed_at=publication.signed_at,
        signed_is_extension=publication.signed_is_extension,
        replaced_by=newer.code if newer else "",
    )


def _newer(run: ReportRun) -> ReportRun | None:
    """The newest report on the same that was published after this one."""
    later = ReportRun.objects.same_as(run).filter(publication__published_at__gt=run.publication.published_at)
    return later.order_by("-publication__published_at").first()


# --- files ---------------------------------------------------------------------------------------------------------
class FileStanding(StrEnum):
    """What a file is, by its SHA-256."""

    UNKNOWN = "unknown"
    #: The file as it was made and published.
    PUBLISHED = "published"
    #: The copy with the official electronic signature.
    SIGNED = "signed"


@dataclass(frozen=True)
class FileProof:
    """What a file is, and the report it belongs to."""

    standing: FileStanding
    sha256: str
    report: ReportProof = UNKNOWN


def verify_sha256(sha256: str) -> FileProof:
    """Whether a published report has exactly this content."""
    publications = Publication.objects.select_related("run__publication", "run__centre", "run__region")
    as_made = publications.filter(run__file_sha256=sha256).first()
    signed = publications.filter(signed_sha256=sha256).exclude(signed_sha256="").first()
    found = signed or as_made
    if found is None:
        return FileProof(FileStanding.UNKNOWN, sha256)
    standing = FileStanding.SIGNED if signed else FileStanding.PUBLISHED
    return FileProof(standing, sha256, proof_of_run(found.run))


def verify_file(chunks: Iterable[bytes]) -> FileProof:
    """The same for a file that somebody brings. It is read once and kept nowhere."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return verify_sha256(digest.hexdigest())
