"""Writing agreements, signing them, ending them. What was signed stays; an addendum changes it."""

import hashlib
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from companies.choices import AgreementKind, AgreementStage
from companies.constants.agreements import BEFORE_SIGNING, FEWEST_PARTIES, FILE_MAX_BYTES
from companies.models import Agreement, AgreementFile, AgreementParty, AgreementTarget, Company
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.regions.models import Region
from programs.locking import require_writable

# What everybody has signed; the rest may be corrected at any time.
_TERMS = frozenset(
    {"kind", "title", "company", "parent", "starts_on", "ends_on", "scopes", "value", "target_companies"}
)


@transaction.atomic
def save_agreement(
    *,
    actor: User,
    agreement: Agreement | None = None,
    regions: Iterable[Region] = (),
    named_companies: Iterable[Company] | None = None,
    **details: Any,
) -> Agreement:
    """Write a draft, or change one. `details`: columns of the agreement; `named_companies` None leaves them alone.

    Raises DomainError `terms_are_signed` where a signed agreement would say something else, and for a parent that
    cannot be one.
    """
    agreement = _locked(agreement) if agreement else Agreement()
    regions = sorted(regions, key=lambda region: region.code)
    if agreement.stage not in BEFORE_SIGNING:
        _require_same_terms(agreement, details, regions)
    for name, value in details.items():
        setattr(agreement, name, value.strip() if isinstance(value, str) else value)
    _require_parent(agreement)
    agreement.full_clean()
    require_writable(agreement)
    agreement.save()
    agreement.regions.set(regions)
    if named_companies is not None:
        _name(agreement, named_companies)
    return agreement


def _locked(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)


def _require_same_terms(agreement: Agreement, details: dict[str, Any], regions: list[Region]) -> None:
    changed = [name for name in _TERMS & details.keys() if getattr(agreement, name) != details[name]]
    if changed or [region.pk for region in regions] != [
        *agreement.regions.order_by("code").values_list("pk", flat=True)
    ]:
        raise DomainError(
            "terms_are_signed",
            _("This is signed. Write an addendum, or take the signature back if it was entered by mistake."),
            field=changed[0] if changed else "regions",
        )


def _require_parent(agreement: Agreement) -> None:
    """An addendum changes a signed MoU or PKS; a PKS carries out an MoU; an MoU stands alone."""
    parent = agreement.parent
    if agreement.kind == AgreementKind.ADDENDUM:
        if parent is None or parent.kind == AgreementKind.ADDENDUM:
            raise DomainError("addendum_without", _("Name the MoU or PKS that this addendum changes."), field="parent")
    elif parent is not None and (agreement.kind, parent.kind) != (AgreementKind.PKS, AgreementKind.MOU):
        raise DomainError("parent_wrong", _("Only a PKS belongs to another agreement, an MoU."), field="parent")


def _name(agreement: Agreement, companies: Iterable[Company]) -> None:
    wanted = {company.pk for company in companies}
    agreement.targets.exclude(company__in=wanted).delete()
    known = set(agreement.targets.values_list("company", flat=True))
    new = [AgreementTarget(agreement=agreement, company_id=pk) for pk in sorted(wanted - known)]
    AgreementTarget.objects.bulk_create(new)


@transaction.atomic
def move_agreement(*, actor: User, agreement: Agreement, to: str) -> Agreement:
    """Between draft, legal review and ready. Signing and terminating need more facts and have their own services."""
    agreement = _locked(agreement)
    if to not in BEFORE_SIGNING:
        raise DomainError("needs_facts", _("This step needs its own form."), field="stage")
    if agreement.stage not in BEFORE_SIGNING:
        raise DomainError("signed_already", _("This agreement is signed already."))
    agreement.stage = to
    agreement.save(update_fields=["stage", "updated_at"])
    return agreement


@transaction.atomic
def sign_agreement(*, actor: User, agreement: Agreement, signed_on: date, signed_at: str = "") -> Agreement:
    """Enter that all parties have signed. Raises DomainError for fewer than two parties or a signer nobody named."""
    agreement = _locked(agreement)
    if agreement.stage not in BEFORE_SIGNING:
        raise DomainError("signed_already", _("This agreement is signed already."))
    if signed_on > today():
        raise DomainError("signed_in_future", _("The signature lies in the future."), field="signed_on")
    _require_parties(agreement)
    if agreement.kind == AgreementKind.ADDENDUM and not _is_signed(agreement.parent):
        raise DomainError("parent_not_signed", _("The agreement that this addendum changes is not signed."))
    agreement.stage, agreement.signed_on, agreement.signed_at = AgreementStage.SIGNED, signed_on, signed_at.strip()
    agreement.full_clean()
    require_writable(agreement)
    agreement.save()
    return agreement


def _is_signed(agreement: Agreement | None) -> bool:
    return agreement is not None and agreement.stage == AgreementStage.SIGNED


def _require_parties(agreement: Agreement) -> None:
    parties = list(agreement.parties.all())
    if len(parties) < FEWEST_PARTIES:
        raise DomainError("parties_missing", _("Enter both parties first, each with its number and its signer."))
    unsigned = [party for party in parties if not party.signer_name]
    if unsigned:
        raise DomainError("signer_missing", _("Say who signed for %(party)s.") % {"party": unsigned[0]})


@transaction.atomic
def take_signature_back(*, actor: User, agreement: Agreement) -> Agreement:
    """A signature that was entered by mistake; the history shows both. Refused once an addendum rests on it."""
    agreement = _locked(agreement)
    if agreement.stage != AgreementStage.SIGNED:
        raise DomainError("not_signed", _("This agreement is not signed."))
    if agreement.parts.signed().exists():
        raise DomainError("parts_signed", _("A signed addendum or PKS rests on this agreement."))
    agreement.stage, agreement.signed_on, agreement.signed_at = AgreementStage.READY, None, ""
    require_writable(agreement)
    agreement.save()
    return agreement


@transaction.atomic
def terminate_agreement(*, actor: User, agreement: Agreement, terminated_on: date, reason: str) -> Agreement:
    """End a signed agreement before its time; `terminated_on` is its last day."""
    agreement = _locked(agreement)
    if agreement.stage != AgreementStage.SIGNED:
        raise DomainError("not_signed", _("This agreement is not signed."))
    if not reason.strip():
        raise DomainError("reason_missing", _("Please say why the agreement ends."), field="reason")
    end = Agreement.objects.end_of(agreement)
    if not agreement.starts_on <= terminated_on <= end:
        message = _("The last day lies between %(first)s and %(last)s.")
        facts = {"first": agreement.starts_on.isoformat(), "last": end.isoformat()}
        raise DomainError("terminated_outside", message % facts, field="terminated_on")
    agreement.stage, agreement.terminated_on = AgreementStage.TERMINATED, terminated_on
    agreement.termination_reason = reason.strip()
    agreement.full_clean()
    agreement.save()
    return agreement


@transaction.atomic
def save_party(
    *, actor: User, agreement: Agreement, position: int, name: str, number: str = "", **signer: str
) -> AgreementParty:
    """Enter a party, or correct the one of this rank. `signer`: signer_name, signer_position.

    Numbers and signers may be completed at any time: the partner's number often comes weeks later.
    """
    agreement = _locked(agreement)
    party = agreement.parties.filter(position=position).first() or AgreementParty(agreement=agreement)
    if agreement.stage not in BEFORE_SIGNING and party.name != name.strip():
        raise DomainError("terms_are_signed", _("The parties of a signed agreement stay."), field="name")
    party.position, party.name, party.number = position, name.strip(), number.strip()
    for field, value in signer.items():
        setattr(party, field, value.strip())
    party.full_clean()
    party.save()
    return party


@transaction.atomic
def remove_party(*, actor: User, party: AgreementParty) -> None:
    agreement = _locked(party.agreement)
    if agreement.stage not in BEFORE_SIGNING:
        raise DomainError("terms_are_signed", _("The parties of a signed agreement stay."))
    party.delete()


@transaction.atomic
def attach_file(*, actor: User, agreement: Agreement, title: str, content: bytes) -> AgreementFile:
    """Keep a PDF with the agreement. Raises DomainError for what is too large, no PDF, or there already."""
    if len(content) > FILE_MAX_BYTES:
        message = _("The file is larger than %(size)s MB.") % {"size": FILE_MAX_BYTES // 1024 // 1024}
        raise DomainError("file_too_large", message, field="file")
    if not _is_pdf(content):
        raise DomainError(
            "no_pdf", _("This is no PDF that can be opened. Please choose the scan as PDF."), field="file"
        )
    kept = AgreementFile(agreement=agreement, title=title.strip(), size=len(content), added_by=actor)
    kept.sha256 = hashlib.sha256(content).hexdigest()
    kept.full_clean()
    kept.file.save(f"{kept.pk}.pdf", ContentFile(content), save=False)
    kept.save(force_insert=True)
    return kept


def _is_pdf(content: bytes) -> bool:
    try:
        with pikepdf.open(io.BytesIO(content)) as pages:
            return len(pages.pages) > 0
    except pikepdf.PdfError:
        return False
