"""Cases that decide how a measure counts. Each function makes exactly the case that its example describes.

A story takes the two centres and leaves records of 2025 behind; the tests count them by the measure whose example names
it (`programs.measures.Example`).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import time_machine

from certifications.choices import ResultOutcome
from certifications.services import replace_certificate, revoke_certificate
from tests.factories.certifications import CertificateFactory, SchemeFactory, certify, result_for
from tests.factories.trainees import JobSeekerFactory
from tests.stories.of_partners import PARTNER_STORIES
from tests.stories.of_training import TRAINING_STORIES
from tests.stories.stage import Stage
from trainees.choices import WorkStatus
from trainees.services import merge_people


def two_papers_of_one_person(stage: Stage) -> None:
    graduate = stage.graduate()
    certify(graduate, date(2025, 3, 12))
    certify(graduate, date(2025, 5, 20), scheme=SchemeFactory())


def at_both_centres(stage: Stage) -> None:
    first = stage.graduate()
    certify(first, date(2025, 8, 15))
    certify(stage.graduate(first.job_seeker, stage.bontang), date(2025, 10, 10))


def last_minute_of_the_year(stage: Stage) -> None:
    # 23:59 WITA is 15:59 UTC.
    with time_machine.travel(datetime(2025, 12, 31, 15, 59, tzinfo=UTC), tick=False):
        certify(stage.graduate(), date(2025, 12, 31))


def handed_over_next_year(stage: Stage) -> None:
    certificate = certify(stage.graduate(), date(2025, 12, 20))
    certificate.handed_over_on, certificate.handed_over_to = date(2026, 1, 9), certificate.holder_name
    certificate.save()


def issued_next_year(stage: Stage) -> None:
    result = result_for(stage.graduate(), date(2025, 12, 20))
    CertificateFactory(result=result, issued_on=date(2026, 1, 8))


def revoked(stage: Stage) -> None:
    certificate = certify(stage.graduate(), date(2025, 6, 3))
    revoke_certificate(actor=stage.actor, certificate=certificate, reason="Keliru", document="BA 1/2025")


def replaced(stage: Stage) -> None:
    lost = certify(stage.graduate(), date(2025, 6, 3))
    replace_certificate(
        actor=stage.actor,
        certificate=lost,
        number="62015 8131 3 9999999 2025",
        issued_on=date(2025, 9, 1),
        holder_name=lost.holder_name,
        reason="Hilang",
        document="Surat 2/2025",
    )


def not_yet_competent(stage: Stage) -> None:
    result_for(stage.graduate(), date(2025, 6, 3), outcome=ResultOutcome.NOT_YET_COMPETENT)


def employed_at_the_start(stage: Stage) -> None:
    employed = JobSeekerFactory(work_status=WorkStatus.SELF_EMPLOYED, registered_by=stage.balikpapan.office)
    certify(stage.graduate(employed), date(2025, 6, 3))


def merged_people(stage: Stage) -> None:
    first, second = stage.graduate(), stage.graduate(centre=stage.bontang)
    certify(first, date(2025, 3, 3))
    certify(second, date(2025, 9, 3))
    merge_people(actor=stage.actor, keep=first.job_seeker, remove=second.job_seeker, reason="Orang yang sama")


STORIES: dict[str, Callable[[Stage], None]] = {
    story.__name__: story
    for story in (
        two_papers_of_one_person,
        at_both_centres,
        last_minute_of_the_year,
        handed_over_next_year,
        issued_next_year,
        revoked,
        replaced,
        not_yet_competent,
        employed_at_the_start,
        merged_people,
        *TRAINING_STORIES,
        *PARTNER_STORIES,
    )
}
