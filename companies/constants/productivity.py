"""The positions of a company's year, and how a coaching case may move (domain.md §8.2, §8.3)."""

from decimal import Decimal

from companies.choices.productivity import CoachingState

#: What makes up the output.
OUTPUT_PARTS = ("sales", "inventory_change", "other_income")
#: What was bought from others; never wages, depreciation, interest or taxes.
BOUGHT_IN_PARTS = (
    "raw_materials",
    "auxiliary_materials",
    "energy",
    "water",
    "services",
    "maintenance",
    "transport",
    "insurance",
    "other_costs",
)
#: What value added is made up of, by the addition method.
ADDED_PARTS = ("wages", "depreciation", "interest", "land_rent", "net_indirect_tax", "profit_before_tax")
MONEY_FIELDS = (*OUTPUT_PARTS, *BOUGHT_IN_PARTS, *ADDED_PARTS, "fixed_assets")
#: Without these a method has no result; every other position that is left empty is nothing.
NEEDED_FIELDS = frozenset({"sales", "wages", "profit_before_tax", "fixed_assets"})
#: These may be below zero: stocks shrink, subsidies exceed taxes, years end in a loss.
SIGNED_FIELDS = frozenset({"inventory_change", "net_indirect_tax", "profit_before_tax"})

#: Productivity that is this many times higher or lower than a year before was most likely typed in another unit.
UNIT_JUMP = Decimal(20)

#: Each step leads to the next; a case can be stopped at any of them.
COACHING_WAY = (
    CoachingState.REGISTERED,
    CoachingState.BASELINE,
    CoachingState.DIAGNOSIS,
    CoachingState.PLAN,
    CoachingState.IMPLEMENTATION,
    CoachingState.FINAL_MEASUREMENT,
    CoachingState.DONE,
)
ENDED_COACHING = (CoachingState.DONE, CoachingState.STOPPED)
#: A cause is asked for at most this often.
MOST_WHYS = 5
#: The threshold of the award, 0.05 %, in whole numbers (domain.md §8.4).
AWARD_PARTS_PER_MILLION = 500
