"""The words of the command line: verbs, their options, help that teaches, and refusals that name the nearest word.

Only the standard library and the catalogue of words are imported here, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import difflib
import shlex
from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from vocabulary.messages import LANGUAGES, RefusalError, say

PROGRAM = "run.py"
HELP = ("-h", "--help")

WORLD = ("--years", "--seed", "--town-seed", "--scale", "--set", "--shock")
VERBS: dict[str, tuple[str, ...]] = {
    "places": (),
    "policies": (),
    "parameters": ("pattern",),
    "indicators": (),
    "week": (),
    "rows": ("--list", "--place", "--replicates", *WORLD, "--workers", "--store"),
    "patterns": ("--place", "--replicates", "--seed", "--town-seed", "--scale", "--set", "--workers", "--store"),
    "run": ("--place", "--policy", *WORLD, "--out", "--network", "--save", "--resume", "--profile"),
    "compare": (
        "--place",
        "--policies",
        "--equal-money",
        "--replicates",
        *WORLD,
        "--workers",
        "--store",
        "--out",
        "--report",
    ),
    "check": ("paths", "--schema"),
    "study": (),
    "demo": ("--place", "--policies", "--replicates", *WORLD, "--workers"),
}
"""Every verb with what it takes; ``--json`` and ``--lang`` go with all."""

KEPT = ("rows", "patterns", "compare", "demo", "study")
"""Verbs whose runs are kept, so that they go on where they stopped."""

SAME = ("study", "--store")
STUDY: dict[str, tuple[str, ...]] = {
    "plan": ("study", "--workers"),
    "run": (*SAME, "--executor", "--workers", "--at-most", "--accept-changes"),
    "status": SAME,
    "extend": (*SAME, "--replicates"),
    "retry": SAME,
    "replay": (*SAME, "one"),
    "verify": (*SAME, "--runs", "--seed"),
    "diff": (*SAME, "one", "other"),
    "export": (*SAME, "--out", "--format", "--weekly", "--accept-changes"),
    "list": (),
}
"""Every action of ``study`` with what it takes."""

OPTIONS: dict[str, dict[str, Any]] = {
    "pattern": {"nargs": "?", "default": "*", "metavar": "PATTERN"},
    "paths": {"nargs": "*", "metavar": "FILE_OR_FOLDER"},
    "study": {"metavar": "STUDY"},
    "one": {"metavar": "RUN"},
    "other": {"metavar": "RUN"},
    "--place": {"metavar": "PLACE"},
    "--policy": {"metavar": "POLICY"},
    "--policies": {"metavar": "A,B,…"},
    "--equal-money": {"action": "store_true"},
    "--replicates": {"metavar": "R"},
    "--years": {"metavar": "N"},
    "--seed": {"metavar": "S"},
    "--town-seed": {"metavar": "T"},
    "--scale": {"metavar": "X"},
    "--set": {"metavar": "NAME=VALUE", "action": "append", "dest": "settings"},
    "--shock": {"metavar": "SHOCK", "action": "append", "dest": "shocks"},
    "--workers": {"metavar": "W"},
    "--out": {"metavar": "FOLDER"},
    "--report": {"action": "store_true"},
    "--network": {"action": "store_true"},
    "--profile": {"action": "store_true"},
    "--save": {"metavar": "FILE"},
    "--resume": {"metavar": "FILE"},
    "--list": {"action": "store_true"},
    "--store": {"metavar": "FOLDER"},
    "--executor": {"metavar": "WHERE"},
    "--at-most": {"metavar": "N"},
    "--accept-changes": {"action": "store_true"},
    "--runs": {"metavar": "K"},
    "--format": {"metavar": "csv|parquet"},
    "--weekly": {"action": "store_true"},
    "--schema": {"metavar": "KIND"},
    "--json": {"action": "store_true"},
    "--lang": {"metavar": "en|zh"},
}

DEFAULTS: dict[str, dict[str, Any]] = {
    "run": {"place": "classroom", "policy": "full", "years": "3", "seed": "0", "scale": "1"},
    "compare": {
        "place": "classroom",
        "policies": "fragmented,full",
        "replicates": "20",
        "years": "3",
        "seed": "0",
        "scale": "1",
    },
    "rows": {"place": "jimingshan", "replicates": "30", "years": "2", "seed": "0", "scale": "0.1"},
    "patterns": {"place": "jimingshan", "replicates": "10", "seed": "0", "scale": "0.3"},
    "study run": {"executor": "processes"},
    "study verify": {"runs": "3", "seed": "0"},
    "study export": {"format": "csv"},
    "demo": {
        "place": "jiangdong",
        "policies": "fragmented,embedding,cultivation,activation,linking,full",
        "replicates": "20",
        "years": "3",
        "seed": "0",
        "scale": "0.05",
    },
}
"""What is taken where nothing is said. The demonstration's scale keeps it under three minutes on two processors."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with its headings in the chosen language."""

    def __init__(self, prog: str, language: str) -> None:
        super().__init__(prog, max_help_position=26, width=110)
        self.language = language

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Write "usage" in the chosen language."""
        super().add_usage(usage, actions, groups, say(self.language, "help.usage"))


class Parser(argparse.ArgumentParser):
    """A parser whose faults are refusals in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse what cannot be read."""
        name, _, what = message.removeprefix("argument ").partition(": ")
        if "required" in name:
            raise RefusalError("error.required", {"option": what})
        if "expected" in what:
            raise RefusalError("error.option_without_value", {"option": name})
        raise RefusalError("error.command_line", {"text": message})


def choose_language(words: Sequence[str]) -> tuple[str, list[str]]:
    """Take ``--lang`` out of a command line and return the language and the other words."""
    parser = Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", default="en")
    known, others = parser.parse_known_args(words)
    if known.lang not in LANGUAGES:
        raise RefusalError("error.language", {"given": known.lang, "languages": LANGUAGES})
    return known.lang, others


def read(words: Sequence[str], language: str) -> Namespace | str:
    """Return what a command line asks for, or the help that it asks for, as text.

    Raises
    ------
    RefusalError
        If a word is not known or something is missing.
    """
    if not words or words[0] in HELP:
        return main_help(language)
    verb, *others = words
    if verb not in VERBS:
        raise RefusalError(*_unknown("verb", verb, VERBS))
    if verb == "study":
        if not others or others[0] in HELP:
            return _help("help.study", "actions", STUDY, language)
        action, *others = others
        if action not in STUDY:
            raise RefusalError(*_unknown("action", action, STUDY))
        verb = f"study {action}"
    parser = verb_parser(verb, language)
    if set(HELP) & set(others):
        return parser.format_help()
    begun = Namespace(verb=verb, language=language, words=shlex.join(["python", PROGRAM, *words]))
    known, unknown = parser.parse_known_args(others, begun)
    if unknown:
        raise RefusalError(*_unknown("option", unknown[0], (*taken(verb), "--json", "--lang")))
    known.given = tuple(option for option in taken(verb) if any(w.partition("=")[0] == option for w in others))
    return known


def taken(verb: str) -> tuple[str, ...]:
    """Return what a verb, or an action of ``study``, takes."""
    return VERBS[verb] if verb in VERBS else STUDY[verb.removeprefix("study ")]


def verb_parser(verb: str, language: str) -> Parser:
    """Return the parser of a verb."""
    key = f"help.{verb.replace(' ', '.')}"
    description, epilog = say(language, key), say(language, f"{key}.examples", program=f"python {PROGRAM}")
    parser = Parser(
        f"python {PROGRAM} {verb}",
        description=description,
        epilog=epilog,
        formatter_class=lambda prog: Formatter(prog, language),
        add_help=False,
        allow_abbrev=False,
    )
    group = parser.add_argument_group(say(language, "help.options"))
    defaults = DEFAULTS.get(verb, {})
    for option in (*taken(verb), "--json", "--lang"):
        settings = OPTIONS[option]
        text = say(language, f"option.{option.strip('-')}")
        name = settings.get("dest", option.strip("-").replace("-", "_"))
        if name in defaults:
            text += say(language, "help.default", value=defaults[name])
        group.add_argument(option, help=text, **settings)
    parser.set_defaults(**{"settings": [], "shocks": [], **defaults})
    return parser


def main_help(language: str) -> str:
    """Return the help of the program as a whole."""
    return _help("help.main", "verbs", VERBS, language)


def _help(key: str, blank: str, words: Iterable[str], language: str) -> str:
    """Return a help that lists words, each with its line."""
    width = max(map(len, words))
    prefix = "help" if key == "help.main" else key
    lines = "\n".join(f"  {word:<{width}}  {say(language, f'{prefix}.{word}.line')}" for word in words)
    return say(language, key, program=f"python {PROGRAM}", **{blank: lines})


def command_again(arguments: Namespace) -> str:
    """Return a command line that makes the same comparison again, with its report."""
    words = ["python", PROGRAM, "compare"]
    for option in VERBS["compare"]:
        value = getattr(arguments, OPTIONS[option].get("dest", option.strip("-").replace("-", "_")), None)
        if value is True and option != "--report":
            words.append(option)
        elif option not in ("--workers", "--store", "--out") and value is not None and not isinstance(value, bool):
            for each in value if isinstance(value, list) else [value]:
                words += [option, str(each)]
    return shlex.join([*words, "--lang", arguments.language, "--report", "--out", "results/again"])


def _unknown(kind: str, given: str, known: Iterable[str]) -> tuple[str, dict[str, object]]:
    listed = list(known)
    nearest = difflib.get_close_matches(given.partition("=")[0], listed, n=1, cutoff=0.5)
    key = f"error.unknown_{kind}_nearest" if nearest else f"error.unknown_{kind}"
    return key, {"given": given, "nearest": "".join(nearest), "known": tuple(listed)}
