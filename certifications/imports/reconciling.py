"""What lists of certificate numbers are compared with: the certificates of an issuer and a year."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certifications.choices import CertificateState
from certifications.models import Certificate, Issuer
from certifications.querysets import CertificateQuerySet
from kaltim_naker.access.scope import Scope
from kaltim_naker.core.periods import today
from kaltim_naker.imports.reconcile import CERTIFICATE_NUMBER, Ours, OursSet, Source
from kaltim_naker.imports.reconcile.forms import ChoiceForm
from kaltim_naker.ui.formatting import long_date


class CertificatesForm(ChoiceForm):
    """Which certificates: of an issuer, and of the year in which they were issued."""

    issuer = forms.ModelChoiceField(Issuer.objects.all(), label=_("Issuer"), required=False, empty_label=_("all"))
    year = forms.IntegerField(label=_("Issued in"), min_value=2000, max_value=2100, initial=lambda: today().year)


def certificates_as_ours(certificates: CertificateQuerySet) -> Iterable[Ours]:
    """Certificates as one side of a comparison, revoked and replaced ones too: they are in many a list."""
    rows = certificates.select_related("issuer").order_by("holder_name", "pk")
    for certificate in rows.iterator(2_000):
        yield Ours(
            key=certificate.number_key,
            label=certificate.holder_name,
            note=standing_of(certificate),
            shown=certificate.number,
            url=certificate.get_absolute_url(),
        )


def standing_of(certificate: Certificate) -> str:
    """`BNSP, issued on …`, and how it ended."""
    words = {"issuer": certificate.issuer, "day": long_date(certificate.issued_on)}
    issued = gettext("%(issuer)s, issued on %(day)s") % words
    if certificate.state == CertificateState.ACTIVE:
        return issued
    ended = {"state": certificate.get_state_display(), "day": long_date(certificate.ended_on)}
    return f"{issued}; " + gettext("%(state)s on %(day)s") % ended


def _certificates(scope: Scope, chosen: Mapping[str, Any]) -> OursSet:
    certificates = Certificate.objects.filter(issued_on__year=chosen["year"])
    if chosen.get("issuer"):
        certificates = certificates.filter(issuer=chosen["issuer"])
    visible = certificates.visible_to(scope)
    return OursSet(certificates_as_ours(visible), hidden=certificates.count() - visible.count())


def _explain(scope: Scope, chosen: Mapping[str, Any], keys: Iterable[Hashable]) -> dict[Hashable, str]:
    """Certificates that the reader sees, of another issuer or year."""
    found = Certificate.objects.visible_to(scope).filter(number_key__in=list(keys)).select_related("issuer")
    return {certificate.number_key: f"{certificate.holder_name}: {standing_of(certificate)}" for certificate in found}


CERTIFICATES = Source(
    name="certificates",
    label=_("Certificates"),
    identifier=CERTIFICATE_NUMBER,
    form=CertificatesForm,
    ours=_certificates,
    explain=_explain,
)
