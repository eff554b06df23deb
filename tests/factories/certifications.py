"""Issuers, schemes, results and certificates."""

from datetime import date
from typing import Any

import factory

from certifications.choices import IssuerKind, ResultOutcome
from certifications.models import Assessment, Certificate, Issuer, Result, Scheme
from certifications.services import add_months, number_key
from tests.factories.base import ValidFactory
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory


class IssuerFactory(ValidFactory):
    class Meta:
        model = Issuer

    code = factory.Sequence(lambda n: f"issuer-{n}")
    kind = IssuerKind.BNSP
    name = factory.LazyAttribute(lambda issuer: f"Lembaga {issuer.code}")
    short_name = factory.LazyAttribute(lambda issuer: issuer.code)


class SchemeFactory(ValidFactory):
    class Meta:
        model = Scheme

    title = factory.Sequence(lambda n: f"Skema {n}")


class AssessmentFactory(ValidFactory):
    class Meta:
        model = Assessment

    training_class = factory.SubFactory(TrainingClassFactory)
    scheme = factory.SubFactory(SchemeFactory)
    issuer = factory.SubFactory(IssuerFactory)


class ResultFactory(ValidFactory):
    """A result of somebody enrolled in the class that was assessed; `enrolment=…` takes a known person."""

    class Meta:
        model = Result

    assessment = factory.SubFactory(AssessmentFactory)
    enrolment = factory.SubFactory(
        EnrolmentFactory, passed=True, training_class=factory.SelfAttribute("..assessment.training_class")
    )
    job_seeker = factory.SelfAttribute("enrolment.job_seeker")
    assessed_on = factory.SelfAttribute("enrolment.training_class.ends_on")
    outcome = ResultOutcome.COMPETENT


class CertificateFactory(ValidFactory):
    """A counted certificate of a result K. The printed facts follow the result."""

    class Meta:
        model = Certificate

    result = factory.SubFactory(ResultFactory)
    issuer = factory.SelfAttribute("result.assessment.issuer")
    job_seeker = factory.SelfAttribute("result.job_seeker")
    number = factory.Sequence(lambda n: f"62015 8131 3 {n:07d} 2025")
    number_key = factory.LazyAttribute(lambda certificate: number_key(certificate.number))
    holder_name = factory.SelfAttribute("job_seeker.full_name")
    scheme_title = factory.SelfAttribute("result.assessment.scheme.title")
    issued_on = factory.SelfAttribute("result.assessed_on")
    valid_until = factory.LazyAttribute(lambda certificate: add_months(certificate.issued_on, 36))


def result_for(enrolment: Any, assessed_on: date, *, outcome: str = ResultOutcome.COMPETENT, **of: Any) -> Result:
    """A result of a known participation. `of`: issuer, scheme."""
    assessment = AssessmentFactory(training_class=enrolment.training_class, **of)
    return ResultFactory(assessment=assessment, enrolment=enrolment, assessed_on=assessed_on, outcome=outcome)


def certify(enrolment: Any, issued_on: date, **of: Any) -> Certificate:
    """A certificate for a known participation, assessed on the day of issue. `of`: issuer, scheme."""
    return CertificateFactory(result=result_for(enrolment, issued_on, **of))
