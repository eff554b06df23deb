"""The templates for lists of people: of one class, or of any."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import Scope
from kaltim_naker.imports.entries import DATE, NIK, TEXT, Entry, EntryForm, Subject, Template
from kaltim_naker.regions.models import Region
from programs.choices import ClassState
from programs.models import TrainingClass

# As the field writes them (domain.md §6.2); the parser of the column understands each.
EDUCATION = ("Tidak tamat SD", "SD", "SMP", "SMA", "SMK", "D1", "D2", "D3", "D4", "S1", "Profesi", "S2", "S3")


def home_regions() -> list[str]:
    return list(Region.objects.kab_kota().home().order_by("code").values_list("name", flat=True))


def class_of(key: str, scope: Scope) -> TrainingClass | None:
    """The class with this key that somebody sees; None for what is no key."""
    try:
        return TrainingClass.objects.visible_to(scope).select_related("centre__office", "programme").get(pk=key)
    except (TrainingClass.DoesNotExist, ValidationError, ValueError):
        return None


def class_subject(key: str, scope: Scope) -> Subject | None:
    """A class as what a list of participants is for: it names programme, package and year in every row."""
    training_class = class_of(key, scope)
    if training_class is None:
        return None
    is_over = training_class.state in (ClassState.CLOSED, ClassState.CANCELLED)
    return Subject(
        key=str(training_class.pk),
        title=str(training_class),
        office=training_class.centre.office,
        facts=(
            (_("Training programme"), training_class.programme.title),
            (_("Package"), training_class.label),
        ),
        stated=frozenset({"programme", "package", "intake"}),
        options={"fiscal_year": training_class.fiscal_year},
        rows=training_class.seats,
        closed=_("this class is over, and nobody is enrolled any more.") if is_over else "",
    )


PARTICIPANT_TEMPLATE = Template(
    version=1,
    entries={
        "nik": NIK,
        "full_name": Entry(longest=150),
        "birth_place": Entry(longest=80),
        "birth_date": DATE,
        "sex": Entry(EntryForm.CHOICE, choices=lambda: ("L", "P")),
        "address": TEXT,
        "domicile": Entry(
            EntryForm.CHOICE, choices=home_regions, others_too=True, help=_("Where the person lives, from the list.")
        ),
        "education": Entry(EntryForm.CHOICE, choices=lambda: EDUCATION, help=_("The highest one, from the list.")),
        "phone": Entry(longest=20, help=_("For example 0812 3456 7890.")),
        "programme": Entry(longest=120, help=_("The programme as in the plan of the year.")),
        "package": Entry(longest=60, help=_("For example Paket 1.")),
    },
    subject=class_subject,
)
