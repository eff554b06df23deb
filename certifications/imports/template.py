"""The templates for results of assessments: of one class, or of any."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from certifications.models import Issuer, Scheme
from kaltim_naker.access.scope import Scope
from kaltim_naker.imports.entries import DATE, NIK, Entry, EntryForm, Subject, Template
from programs.choices import ClassState
from trainees.imports.template import class_of, class_subject


def result_subject(key: str, scope: Scope) -> Subject | None:
    """A class as what results are for. They come after the class is closed, too, but not for one that never was."""
    training_class, subject = class_of(key, scope), class_subject(key, scope)
    if training_class is None or subject is None:
        return None
    is_cancelled = training_class.state == ClassState.CANCELLED
    closed = _("this class was cancelled, so nobody is assessed.") if is_cancelled else ""
    return replace(subject, stated=frozenset(), options={}, closed=closed)


RESULT_TEMPLATE = Template(
    version=1,
    entries={
        "nik": NIK,
        "full_name": Entry(longest=150, help=_("As on the identity card.")),
        "scheme": Entry(
            EntryForm.CHOICE,
            choices=lambda: list(Scheme.objects.order_by("title").values_list("title", flat=True)),
            help=_("Choose from the list of schemes."),
        ),
        "assessed_on": DATE,
        "outcome": Entry(EntryForm.CHOICE, choices=lambda: ("K", "BK", "TH"), help=_("K, BK, or TH for absent.")),
        "number": Entry(longest=60, help=_("As on the certificate; only with the result K.")),
        "registration_number": Entry(longest=60),
        "issued_on": replace(DATE, help=_("Together with the number of the certificate.")),
        "issuer": Entry(
            EntryForm.CHOICE,
            choices=lambda: list(Issuer.objects.order_by("short_name").values_list("short_name", flat=True)),
            help=_("Choose from the list of issuers."),
        ),
    },
    subject=result_subject,
)
