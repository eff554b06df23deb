"""Requests that wait for a second person."""

import factory

from kaltim_naker.accounts.roles import Role
from kaltim_naker.approvals.models import Approval
from tests.factories.accounts import user_with_role


class ApprovalFactory(factory.django.DjangoModelFactory):
    """A revocation that somebody of an office asked for; `of` is the certificate."""

    class Meta:
        model = Approval
        exclude = ("of",)

    kind = "revocation"
    subject = factory.LazyAttribute(lambda made: str(made.of.pk))
    title = factory.LazyAttribute(lambda made: f"{made.of.number}, {made.of.holder_name}")
    details = {"document": "SK 1/2025"}
    reason = "Terbukti tidak sah"
    asked_by = factory.LazyAttribute(lambda made: user_with_role(Role.CERTIFICATION_OFFICER, made.office))
