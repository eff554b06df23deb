"""Activities, needs and proposals of the regions."""

from datetime import date

import factory

from programs.choices import ActivityKind, NeedOrigin
from programs.models import Activity, Proposal, SkillNeed
from tests.factories.accounts import home_region
from tests.factories.base import ValidFactory
from tests.factories.programs import FieldFactory


class ActivityFactory(ValidFactory):
    class Meta:
        model = Activity

    kind = ActivityKind.FKLPID
    title = factory.Sequence(lambda n: f"Rapat {n}")
    starts_on = date(2025, 5, 28)
    ends_on = factory.SelfAttribute("starts_on")
    source = "Undangan"


class SkillNeedFactory(ValidFactory):
    class Meta:
        model = SkillNeed

    year = 2026
    region = factory.LazyFunction(lambda: home_region("64.72"))
    field = factory.SubFactory(FieldFactory)
    skill = factory.Sequence(lambda n: f"Keahlian {n}")
    people = 20
    origin = NeedOrigin.REGIONAL_OFFICE
    evidence = "Survei 2025"


class ProposalFactory(ValidFactory):
    class Meta:
        model = Proposal

    number = factory.Sequence(lambda n: f"USL/2026/{n:06d}")
    year = 2026
    region = factory.LazyFunction(lambda: home_region("64.72"))
    title = factory.Sequence(lambda n: f"Pelatihan {n}")
    volume = 2
