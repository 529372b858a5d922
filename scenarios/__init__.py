"""Places, policies, shocks and studies as data, and the one loader that checks them."""

from scenarios.checking import Report, check_paths
from scenarios.combinations import check_levers, refuse_combinations, value_held
from scenarios.faults import Fault, ScenarioError
from scenarios.finding import place_names, policy_names, shock_names, study_names
from scenarios.place import (
    Community,
    DepartmentEntry,
    OrganizationEntry,
    PanelEntry,
    Place,
    Provenance,
    Purchase,
)
from scenarios.place_loader import load_place
from scenarios.policy import Policy, Shock, ShockEvent, Span
from scenarios.policy_loader import check_policy_for_place, load_policy
from scenarios.shock_loader import check_shock_for_place, load_shock
from scenarios.study import Study
from scenarios.study_loader import load_study

__all__ = [
    "Community",
    "DepartmentEntry",
    "Fault",
    "OrganizationEntry",
    "PanelEntry",
    "Place",
    "Policy",
    "Provenance",
    "Purchase",
    "Report",
    "ScenarioError",
    "Shock",
    "ShockEvent",
    "Span",
    "Study",
    "check_levers",
    "check_paths",
    "check_policy_for_place",
    "check_shock_for_place",
    "load_place",
    "load_policy",
    "load_shock",
    "load_study",
    "place_names",
    "policy_names",
    "refuse_combinations",
    "shock_names",
    "study_names",
    "value_held",
]
