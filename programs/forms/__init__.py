"""Forms of the training supply, of activities, and of what the regions need and propose."""

from programs.forms.activities import ActivityForm, DelegationForm, EndResolutionForm, ResolutionForm
from programs.forms.figures import FiguresForm, IpkPartForm, IpkValueForm, SchoolLeaversForm
from programs.forms.needs import ClassChoiceForm, NeedForm
from programs.forms.proposals import DecisionForm, MinutesForm, ProposalForm
from programs.forms.supply import AssignForm, ClassForm, InstructorForm, LegalBasisForm, RoomForm

__all__ = [
    "ActivityForm",
    "AssignForm",
    "ClassChoiceForm",
    "ClassForm",
    "DecisionForm",
    "DelegationForm",
    "EndResolutionForm",
    "FiguresForm",
    "InstructorForm",
    "IpkPartForm",
    "IpkValueForm",
    "LegalBasisForm",
    "MinutesForm",
    "NeedForm",
    "ProposalForm",
    "ResolutionForm",
    "RoomForm",
    "SchoolLeaversForm",
]
