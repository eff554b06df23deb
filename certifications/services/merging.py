"""What becomes of results and papers when two registrations turn out to be one person."""

from certifications.choices import ResultOutcome
from certifications.models import Appeal, Candidate, Passport, Result
from kaltim_naker.core.merging import carry_along

_OUTCOMES = (ResultOutcome.ABSENT, ResultOutcome.NOT_YET_COMPETENT, ResultOutcome.COMPETENT)


def declare_relations() -> None:
    """Called once, when Django starts."""
    person, enrolment, result = "trainees.JobSeeker", "trainees.Enrolment", "certifications.Result"
    carry_along(person, "certifications.Result", "job_seeker")
    carry_along(person, "certifications.Certificate", "job_seeker")
    carry_along(person, "certifications.IssuedDocument", "job_seeker")
    carry_along(person, "certifications.Passport", "job_seeker", strength=strength_of_passport)
    carry_along(enrolment, "certifications.Candidate", "enrolment", strength=strength_of_candidate)
    carry_along(enrolment, "certifications.Result", "enrolment", strength=strength_of_result)
    carry_along(enrolment, "certifications.IssuedDocument", "enrolment")
    carry_along(result, "certifications.Certificate", "result")
    carry_along(result, "certifications.Appeal", "result", strength=strength_of_appeal)


def strength_of_result(result: Result) -> int:
    """Competent stays before not yet competent."""
    return _OUTCOMES.index(ResultOutcome(result.outcome))


def strength_of_candidate(candidate: Candidate) -> int:
    """Registered earlier stays."""
    return -candidate.registered_on.toordinal()


def strength_of_appeal(appeal: Appeal) -> int:
    return int(appeal.decided_on is not None)


def strength_of_passport(passport: Passport) -> int:
    """The link that was given last is the one the person uses."""
    return int(passport.created_at.timestamp())
