"""What changes companies and what is agreed with them. Every door (page, API, import, command) comes through here."""

from companies.services.duplicates import keep_companies_apart, queue_pairs_of
from companies.services.merging import company_merged_into, merge_companies, undo_company_merge
from companies.services.register import (
    CompanyData,
    change_company,
    details_of,
    record_report,
    register_company,
    save_site,
)
from companies.services.territory import save_count

__all__ = [
    "CompanyData",
    "change_company",
    "company_merged_into",
    "details_of",
    "keep_companies_apart",
    "merge_companies",
    "queue_pairs_of",
    "record_report",
    "register_company",
    "save_count",
    "save_site",
    "undo_company_merge",
]
