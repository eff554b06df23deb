"""Training and absorption: who was trained, who went to work, who answered (domain.md §3, §6.4)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.reports.blocks import Blocks, bars_of, document, months_chart_of, rules_of
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import ReportKind
from kaltim_naker.reports.document import Document, Form, Section

_TRAINED, _PLACED, _WITHDRAWN = "job_seekers_trained", "graduates_placed", "trainees_withdrawn"
_PLACED_SHARE, _RESPONSE = "placed_share", "response_rate"
_TRAINING = ("seats_taken", _TRAINED, "job_seekers_trained_first_time", "first_time_share", _WITHDRAWN)
_EQUAL = ("women_trained", "women_share", "people_with_disability_trained", "disability_share")
_ABSORPTION = (_PLACED, _PLACED_SHARE, "graduates_asked", "graduates_answered", _RESPONSE)


def build(order: Order) -> Document:
    """Training first, then what became of the graduates, then who they are."""
    with override(order.language):
        blocks = Blocks(order)
        centres = blocks.by(
            "centres", _("By training centre"), "centre", (*_TRAINING[:2], _WITHDRAWN, _PLACED, _PLACED_SHARE)
        )
        months = blocks.months("months", _("Growth over the year"), (_TRAINED, _PLACED))
        fields = blocks.by("fields", _("By field of training"), "field", (_TRAINED, _WITHDRAWN, _PLACED, _PLACED_SHARE))
        people = (_TRAINED, _PLACED, _PLACED_SHARE)
        return document(
            order,
            title=_("Report on training and absorption"),
            subject=_("Training classes and what became of the graduates"),
            lead=[blocks.big(name) for name in (_TRAINED, _WITHDRAWN, _PLACED, _PLACED_SHARE)],
            sections=[
                Section(_("Training"), tables=(blocks.figures("training", _("Training"), _TRAINING),)),
                Section(
                    _("Absorption"),
                    paragraphs=(
                        _(
                            "Graduates are asked three, six and twelve months after their class. The share of the "
                            "placed is the lower end: whoever is silent counts as not placed."
                        ),
                    ),
                    tables=(blocks.figures("absorption", _("Absorption"), _ABSORPTION),),
                ),
                Section(_("By training centre"), tables=(centres,), chart=bars_of(centres, 5, form=Form.PERCENT)),
                Section(_("Growth over the year"), tables=(months,), chart=months_chart_of(months)),
                Section(_("By field of training"), tables=(fields,)),
                Section(
                    _("By funding source"), tables=(blocks.by("funding", _("By funding source"), "funding", people),)
                ),
                Section(
                    _("Who they are"),
                    tables=(
                        blocks.by("regions", _("Where the people live"), "region", people),
                        blocks.by("sexes", _("Men and women"), "sex", people),
                        blocks.by("ages", _("By age"), "age", people),
                        blocks.by("education", _("By education"), "education", people),
                    ),
                ),
                Section(_("Equal chances"), tables=(blocks.figures("equal", _("Equal chances"), _EQUAL),)),
            ],
            rules=rules_of((*_TRAINING, *_ABSORPTION, *_EQUAL)),
        )


REPORT = ReportKind(
    key="training",
    prefix="PL",
    name=gettext_lazy("Training and absorption"),
    about=gettext_lazy("Trained, withdrawn and placed people by centre, field, funding and person."),
    position=40,
    build=build,
)
