"""What hangs on the certificate of each side: assessment, appeal, papers, a run, a passport."""

from datetime import timedelta
from typing import Any

from certifications.choices import DocumentKind, ResultOutcome
from certifications.models import Appeal, DocumentRun, Passport
from certifications.services import issue_slip
from kaltim_naker.accounts.models import User
from tests.factories.certifications import AssessmentFactory, ResultFactory


def papers_of(certificate: Any, holder: Any, officer: User) -> dict[str, Any]:
    """By the names used in `test_matrix`."""
    result = certificate.result
    training_class = result.assessment.training_class
    contested = ResultFactory(
        assessment=AssessmentFactory(training_class=training_class),
        enrolment=result.enrolment,
        outcome=ResultOutcome.NOT_YET_COMPETENT,
    )
    appeal = Appeal.objects.create(
        result=contested,
        lodged_on=contested.assessed_on + timedelta(days=1),
        grounds="x",
        outcome_before=contested.outcome,
    )
    return {
        "assessment": contested.assessment,
        "result": contested,
        "appeal": appeal,
        "paper": issue_slip(actor=officer, certificate=certificate),
        "paper run": DocumentRun.objects.create(
            training_class=training_class, kind=DocumentKind.TRAINING, requested_by=officer
        ),
        "passport": Passport.objects.create(job_seeker=holder, given_by=officer),
    }
