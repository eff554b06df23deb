"""What surrounds the figures of a report: letterhead, signature, scale."""

from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.core.nip import format_nip
from kaltim_naker.reports.facts import Letterhead, Scale, ScaleStep, Signature
from kaltim_naker.reports.models import Signatory
from programs.models import PredicateBand, TrainingCentre


def letterhead_of(centre: TrainingCentre | None) -> Letterhead:
    """The office's own wording from the settings; a centre adds its name and address."""
    wording = settings.LETTERHEAD
    return Letterhead(
        government=wording["government"],
        office=wording["office"],
        unit=centre.name if centre else "",
        address=centre.address if centre else wording["address"],
    )


def signature_of(centre: TrainingCentre | None, signed_on: date) -> Signature:
    """The signatory who is valid on the day; where none is entered, the line stays empty."""
    signatories = Signatory.objects.filter(valid_from__lte=signed_on).order_by("-valid_from")
    own = {"office": centre.office} if centre else {"office__kind": OfficeKind.PROVINCE}
    newest = signatories.filter(**own).first()
    place = centre.office.region.short_name if centre else settings.LETTERHEAD["place"]
    if newest is None:
        title = _("Head of the training centre") if centre else _("Head of the office")
        return Signature(place=place, signed_on=signed_on, title=title, name="", rank="", nip="")
    return Signature(
        place=place,
        signed_on=signed_on,
        title=newest.title,
        name=newest.name,
        rank=newest.rank,
        nip=format_nip(newest.nip),
    )


def scale_on(day: date) -> Scale:
    """The newest predicate scale that was valid on a day; an empty one where there is none."""
    bands = list(PredicateBand.objects.filter(valid_from__lte=day).order_by("-valid_from", "-lower"))
    valid = [band for band in bands if band.valid_from == bands[0].valid_from]
    in_english = get_language() == "en"
    steps = tuple(
        ScaleStep(level=level, lower=band.lower, name=band.name_en if in_english else band.name_id)
        for level, band in enumerate(valid, start=1)
    )
    return Scale(source=valid[0].source if valid else "", steps=steps)
