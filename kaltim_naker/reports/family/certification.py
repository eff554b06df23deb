"""Competence certification: who was assessed, who was found competent, who holds the paper (domain.md §4)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kaltim_naker.reports.blocks import Blocks, bars_of, document, months_chart_of, rules_of
from kaltim_naker.reports.build import Order
from kaltim_naker.reports.declaration import ReportKind
from kaltim_naker.reports.document import Document, Section

_PEOPLE, _PAPERS, _WAITING = "job_seekers_certified", "certificates_issued", "competent_without_certificate"
_ASSESSED, _COMPETENT, _RATE = "candidates_assessed", "candidates_competent", "competent_rate"
_ALL = (_ASSESSED, _COMPETENT, _RATE, _PEOPLE, _PAPERS, _WAITING)


def build(order: Order) -> Document:
    """From assessment to certificate: the whole way, then by place, issuer, scheme and person."""
    with override(order.language):
        blocks = Blocks(order)
        centres = blocks.by(
            "centres", _("By training centre"), "centre", (_ASSESSED, _COMPETENT, _RATE, _PEOPLE, _PAPERS)
        )
        months = blocks.months("months", _("Growth over the year"), (_PEOPLE, _PAPERS))
        papers = (_PEOPLE, _PAPERS)
        return document(
            order,
            title=_("Report on competence certification"),
            subject=_("Assessment and certificates"),
            lead=[blocks.big(name) for name in (_ASSESSED, _RATE, _PEOPLE, _WAITING)],
            sections=[
                Section(
                    _("From assessment to certificate"),
                    paragraphs=(
                        _(
                            "Candidates, people with a certificate and certificates are different things: a person may "
                            "be assessed twice and hold several certificates. They are never added up."
                        ),
                    ),
                    tables=(blocks.figures("figures", _("From assessment to certificate"), _ALL),),
                ),
                Section(_("By training centre"), tables=(centres,), chart=bars_of(centres, 4)),
                Section(_("Growth over the year"), tables=(months,), chart=months_chart_of(months)),
                Section(
                    _("By issuer and scheme"),
                    tables=(
                        blocks.by("issuers", _("By issuer of the certificate"), "issuer", papers),
                        blocks.by("schemes", _("By scheme"), "scheme", papers),
                    ),
                ),
                Section(
                    _("By field of training"), tables=(blocks.by("fields", _("By field of training"), "field", papers),)
                ),
                Section(
                    _("Who they are"),
                    tables=(
                        blocks.by("regions", _("Where the people live"), "region", papers),
                        blocks.by("sexes", _("Men and women"), "sex", papers),
                        blocks.by("ages", _("By age"), "age", papers),
                        blocks.by("education", _("By education"), "education", papers),
                    ),
                ),
            ],
            rules=rules_of(_ALL),
        )


REPORT = ReportKind(
    key="certification",
    prefix="SK",
    name=gettext_lazy("Competence certification"),
    about=gettext_lazy("Assessed, competent and certified people, certificates, issuers and schemes."),
    position=30,
    build=build,
)
