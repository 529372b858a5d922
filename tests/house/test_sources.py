"""A parameter is called measured only where its number has a source; a sign or a form alone is none of a number."""

import re

import pytest

from vocabulary.register import REGISTER

NO_NUMBER = re.compile(r"\bassumed\b|\b(sign|form|role|gradient|inflection)s?\b", re.IGNORECASE)
MEASURED = {name: one.source.text for name, one in REGISTER.items() if one.source.kind == "measured"}


def test_few_parameters_are_measured():
    assert 0 < len(MEASURED) < len(REGISTER) / 10


@pytest.mark.parametrize("name", MEASURED)
def test_what_is_measured_is_the_number(name):
    assert not NO_NUMBER.search(MEASURED[name])


@pytest.mark.parametrize("text", ["sign: homophily; size assumed", "Form: Centola and Macy 2007", "Assumed here"])
def test_a_source_without_the_number_is_found(text):
    assert NO_NUMBER.search(text)


def test_every_source_says_something():
    assert all(one.source.text.strip() for one in REGISTER.values())
