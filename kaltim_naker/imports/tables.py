"""Columns of the list of imports, and the words for what is found in a file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaltim_naker.imports.choices import ImportStage
from kaltim_naker.imports.kinds import all_kinds
from kaltim_naker.ui.components import Badge
from kaltim_naker.ui.tables import Column, Kind

STAGE_BADGES = {
    ImportStage.UPLOADED.value: Badge(_("being checked"), "info"),
    ImportStage.CHECKED.value: Badge(_("waits for your decision"), "warn"),
    ImportStage.ACCEPTING.value: Badge(_("being taken in"), "info"),
    ImportStage.ACCEPTED.value: Badge(_("taken in"), "good"),
    ImportStage.REJECTED.value: Badge(_("refused"), "bad"),
    ImportStage.DISCARDED.value: Badge(_("discarded"), "neutral"),
    ImportStage.UNDOING.value: Badge(_("being undone"), "info"),
    ImportStage.UNDONE.value: Badge(_("undone"), "neutral"),
}


def run_columns() -> tuple[Column, ...]:
    return (
        Column("file_name", _("File"), link="imports:detail", heading=True),
        Column("kind", _("Kind"), choices={kind.name: kind.label for kind in all_kinds()}),
        Column("office", _("Office"), value="office__short_name", wide=True),
        Column("rows", _("Rows"), value="verdict__rows", kind=Kind.NUMBER),
        Column("stage", _("State"), badges=STAGE_BADGES),
        Column("created_at", _("Uploaded"), kind=Kind.MOMENT, sort="created_at"),
        Column("requested_by", _("By"), value="requested_by__full_name", wide=True),
    )


def quarantine_columns() -> tuple[Column, ...]:
    return (
        Column("file_name", _("File"), link="imports:correct", heading=True),
        Column("kind", _("Kind"), choices={kind.name: kind.label for kind in all_kinds()}),
        Column("office", _("Office"), value="office__short_name", wide=True),
        Column("open_rows", _("Rows waiting"), kind=Kind.NUMBER),
        Column("corrected_rows", _("Corrected since"), kind=Kind.NUMBER, wide=True),
        Column("created_at", _("Uploaded"), kind=Kind.MOMENT, sort="created_at"),
    )


# What a finding is about, as the heading over all rows that have it.
FINDING_TITLES: dict[str, str | Promise] = {
    "nik_number_cell": _("NIK typed as a number"),
    "nik_length": _("NIK too short or too long"),
    "nik_format": _("NIK with letters or signs"),
    "nik_date": _("NIK with a date that does not exist"),
    "nik_region": _("NIK with an impossible region"),
    "nik_serial": _("NIK with an impossible serial number"),
    "nik_missing": _("NIK missing"),
    "nik_sex_mismatch": _("Sex differs from the NIK"),
    "nik_birth_mismatch": _("Date of birth differs from the NIK"),
    "name_missing": _("Name missing"),
    "name_invalid": _("No name"),
    "name_is_place": _("Name and place of birth swapped"),
    "date_invalid": _("Date that does not exist"),
    "date_missing": _("Date missing"),
    "region_unknown": _("Regency or city not known"),
    "region_missing": _("Regency or city missing"),
    "sex_unknown": _("Sex not understood"),
    "education_unknown": _("Education not understood"),
    "phone_invalid": _("No telephone number"),
    "duplicate_in_file": _("Twice in the same class"),
    "already_in_other_class": _("Already in another class"),
    "number_invalid": _("No number"),
    "number_ambiguous": _("Number with two readings"),
    "result_unknown": _("Result not understood"),
    "issued_before_assessed": _("Certificate older than the assessment"),
    "certificate_without_competence": _("Certificate without the result K"),
    "number_missing": _("Certificate number missing"),
    "scheme_missing": _("Scheme missing"),
    "column_missing": _("Column missing"),
    "text_too_long": _("Text too long"),
    "person_unknown": _("Person not enrolled yet"),
    "person_differs": _("Known under another name or date of birth"),
    "person_ambiguous": _("Person not clear"),
    "person_not_in_class": _("Person not in this class"),
    "mark_unknown": _("No mark of attendance"),
    "month_missing": _("Month missing"),
    "day_impossible": _("Day that does not exist"),
    "day_off": _("Marks on days off"),
    "day_outside_class": _("Day outside the class"),
    "session_in_future": _("Day still to come"),
    "status_unknown": _("Situation not understood"),
    "status_missing": _("Situation missing"),
    "nothing_to_record": _("Nothing to record without a survey"),
    "employer_missing": _("Employer missing"),
    "kind_unknown": _("Kind of placement not understood"),
    "contract_unknown": _("Contract not understood"),
    "wage_unclear": _("Wage in no single band"),
    "answer_unknown": _("Neither yes nor no"),
    "evidence_unknown": _("Evidence not understood"),
    "sector_unknown": _("Sector not known"),
    "started_in_future": _("First day in the future"),
    "answered_already": _("Survey answered already"),
    "session_unknown": _("Session not known"),
    "not_taking_part": _("Not taking part on that day"),
    "class_ambiguous": _("Class not clear"),
    "class_full": _("Class full"),
    "class_is_over": _("Class over"),
    "class_unknown": _("Class not known"),
    "class_not_running": _("Class not running"),
    "programme_missing": _("Programme missing"),
    "programme_unknown": _("Programme not known"),
    "scheme_unknown": _("Scheme not known"),
    "issuer_unknown": _("Issuer not known"),
}

SET_ASIDE_WORDS: dict[str, str | Promise] = {
    "title": _("title"),
    "head": _("head of the table"),
    "total": _("total"),
    "signature": _("signature"),
    "note": _("remark"),
}
