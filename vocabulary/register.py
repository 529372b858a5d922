"""The whole register of parameters: importing it makes every declaration known."""

from vocabulary.mechanisms import Activation, Cultivation, Embedding, Linking
from vocabulary.parameters import REGISTER, Parameter, Parameters
from vocabulary.projects import Projects
from vocabulary.residents import Asking, Awareness, Needs, People, TakingPart, Trust
from vocabulary.services import Cases, Money, Organizations, Service, Ties

SUBJECTS: tuple[type[Parameters], ...] = (
    People, Needs, Awareness, TakingPart, Asking, Trust, Cases, Service, Organizations, Ties, Money, Projects,
    Embedding, Cultivation, Activation, Linking,
)  # fmt: skip
MECHANISMS: tuple[type[Parameters], ...] = (Embedding, Cultivation, Activation, Linking)
LEVERS = {name: parameter for name, parameter in REGISTER.items() if parameter.role == "lever"}
WORLD = {name: parameter for name, parameter in REGISTER.items() if parameter.role != "lever"}

PLACE_WIDE = ("linking.rounds_per_year", "money.further_casework")
"""Levers that hold for the whole place, so that no communities can be named for them."""

__all__ = ["LEVERS", "MECHANISMS", "PLACE_WIDE", "REGISTER", "SUBJECTS", "WORLD", "Parameter", "Parameters"]
