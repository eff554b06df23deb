"""Filters that write numbers, money, dates and masked values as the reader's language does."""

from django import template

from kaltim_naker.core.nik import mask_nik as _mask_nik
from kaltim_naker.ui import formatting

register = template.Library()

register.filter("number", formatting.number)
register.filter("percent", formatting.percent)
register.filter("rupiah", formatting.rupiah)
register.filter("long_date", formatting.long_date)
register.filter("short_date", formatting.short_date)
register.filter("moment", formatting.moment)
register.filter("in_groups", formatting.in_groups)
register.filter("mask_nik", _mask_nik)
