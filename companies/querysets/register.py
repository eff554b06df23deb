"""Reusable reads of the register."""

from typing import Self

from django.apps import apps
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from companies.choices import CompanyPairState
from companies.formulas.register import name_key
from kaltim_naker.access.scope import ScopedQuerySet


def _model(name: str):
    return apps.get_model("companies", name)


class CompanyQuerySet(ScopedQuerySet):
    def named_or_numbered(self, text: str) -> Self:
        """By part of the name, legal form and punctuation left aside, or by the first digits of the NIB."""
        digits = "".join(text.split())
        if digits.isdigit() and len(digits) > 2:
            return self.filter(Q(nib__startswith=digits) | Q(name__icontains=text.strip()))
        return self.filter(Q(name_key__contains=name_key(text)) | Q(name__icontains=text.strip()))

    def in_region(self, region: object) -> Self:
        """With a work site there."""
        sites = _model("WorkSite").objects.filter(company=OuterRef("pk"), region=region)
        return self.filter(Exists(sites))

    def for_list(self) -> Self:
        """Adds `head_region` (of the head office, else of any site), `workers` (of the newest year reported) and
        `agreement_count`."""
        sites = _model("WorkSite").objects.filter(company=OuterRef("pk")).order_by("-kind", "region", "pk")
        reports = _model("YearlyReport").objects.filter(site__company=OuterRef("pk")).order_by().values("year")
        newest = reports.annotate(together=Sum(F("men") + F("women"))).order_by("-year")
        agreements = _model("Agreement").objects.main().filter(company=OuterRef("pk")).order_by().values("company")
        return self.annotate(
            head_region=Subquery(sites.values("region__short_name")[:1]),
            workers=Subquery(newest.values("together")[:1]),
            agreement_count=Coalesce(Subquery(agreements.annotate(n=Count("pk")).values("n")), 0),
        )

    def alike(self, name: str, least: float) -> Self:
        """Whose name is at least so like this one, the most alike first; adds `likeness`, 0 to 1."""
        found = self.annotate(likeness=TrigramSimilarity("name_key", name_key(name)))
        return found.filter(likeness__gte=least).order_by("-likeness", "pk")


class WorkSiteQuerySet(ScopedQuerySet):
    def with_workers(self) -> Self:
        """Adds `men`, `women` and `workers` of the newest report, and its year; NULL where nobody has reported."""
        newest = _model("YearlyReport").objects.filter(site=OuterRef("pk")).order_by("-year", "-reported_on", "-pk")
        return self.annotate(
            men=Subquery(newest.values("men")[:1]),
            women=Subquery(newest.values("women")[:1]),
            reported_year=Subquery(newest.values("year")[:1]),
        ).annotate(workers=F("men") + F("women"))


class YearlyReportQuerySet(ScopedQuerySet):
    def with_workers(self) -> Self:
        return self.annotate(workers=F("men") + F("women"))


class CompanyPairQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state=CompanyPairState.OPEN)


class CompanyMergeQuerySet(ScopedQuerySet):
    def in_force(self) -> Self:
        return self.filter(undone_at__isnull=True)
