"""Figures that were counted before. They may be thrown away at any time: who finds nothing here counts the records."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptMeasure(models.Model):
    """How a measure's kept figures stand: when they were counted, from how many records, and whether that still holds.

    Without a row nothing of the measure is kept. `rule` is the fingerprint of the query by which it was counted: a new
    version of the program may count by another one, and some rules change with the calendar.
    """

    measure = models.CharField(_("measure"), max_length=60, primary_key=True)
    rule = models.CharField(max_length=64)
    counted_at = models.DateTimeField(_("counted at"))
    records = models.PositiveIntegerField(_("records"), help_text=_("Of its largest year."))
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    differences = models.PositiveIntegerField(
        _("differences found"),
        default=0,
        help_text=_("Kept figures that the last check found wrong, and put right."),
    )

    class Meta:
        ordering = ["measure"]
        verbose_name = _("kept measure")
        verbose_name_plural = _("kept measures")

    def __str__(self) -> str:
        return self.measure


class KeptFigure(models.Model):
    """How many subjects of a measure were counted for the first time in each month of a year, within one part.

    `grain` names the dimensions that are told apart, joined by commas, and is empty for the whole; `members` are their
    keys as text. A person who is certified at two centres has a first month in the whole and one at each centre. As
    nobody has two first months in one part, the months add up: their sum up to a month is the cumulative figure, that
    over a quarter is what the quarter added.
    """

    id = models.BigAutoField(primary_key=True)
    measure = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    grain = models.CharField(max_length=60)
    members = ArrayField(models.TextField(null=True))
    firsts = ArrayField(models.IntegerField(), size=12)

    class Meta:
        verbose_name = _("kept figure")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "year", "grain", "members"], name="programs_keptfigure_once_in_each_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year} {self.grain}: {sum(self.firsts)}"
