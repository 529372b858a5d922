"""The command line of Gongzhi: parse, call, print. What is done is in ``experiments`` and ``analysis``.

What a verb needs is imported when it is called, so that help and refusals come at once.
"""

from __future__ import annotations

import os
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from experiments.command_line import KEPT, choose_language, command_again, read
from vocabulary.messages import FailureError, RefusalError, say

if TYPE_CHECKING:
    from experiments.compare import Comparison
    from experiments.folder import Draft
    from experiments.keeping import Keeping
    from experiments.plan import Plan
    from experiments.single import Single
    from model.timing import Timing

STUDY_WORDS = {
    "plan": "planned", "run": "ran", "status": "status", "extend": "status", "retry": "tried_again",
    "replay": "replayed", "verify": "verified", "diff": "parted", "export": "exported", "list": "listed",
}  # fmt: skip
"""What says the result of each action of a study."""
FAILED, REFUSED, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141


def places(asked: Namespace) -> int:
    """Print the shipped places."""
    from analysis import lists
    from experiments import listings

    return show(asked, {"places": listings.places()}, lists.places)


def policies(asked: Namespace) -> int:
    """Print the shipped policies."""
    from analysis import lists
    from experiments import listings

    return show(asked, {"policies": listings.policies()}, lists.policies)


def parameters(asked: Namespace) -> int:
    """Print the parameters that match a pattern."""
    from analysis import lists
    from experiments import listings

    return show(asked, {"parameters": listings.parameters(asked.pattern)}, lists.parameters)


def indicators(asked: Namespace) -> int:
    """Print the indicators."""
    from analysis import lists
    from experiments import listings

    return show(asked, {"indicators": listings.indicators()}, lists.indicators)


def week(asked: Namespace) -> int:
    """Print the phases of the week."""
    from analysis import lists
    from experiments import listings

    return show(asked, {"week": listings.week()}, lists.week)


def rows(asked: Namespace) -> int:
    """Measure the rows of the brief, or list them."""
    from analysis import lists
    from experiments import listings
    from experiments.rows import measure_rows, plan_rows
    from experiments.workers import worker_count

    if asked.list:
        return show(asked, {"rows": listings.rows()}, lists.rows)
    workers, kept = worker_count(asked.workers), keeping(asked)
    plan = plan_rows(**world(asked), replicates=asked.replicates)
    measured = measure_rows(plan, workers, progress(asked), keeping=kept)
    return show(asked, measured.result(), lists.measured_rows)


def patterns(asked: Namespace) -> int:
    """Hold the model against the base rates of real places."""
    from analysis.patterns import pattern_table
    from experiments.patterns import measure_patterns, plan_patterns
    from experiments.workers import worker_count

    names = ("place", "replicates", "seed", "town_seed", "scale", "settings")
    plan = plan_patterns(**{name: getattr(asked, name) for name in names})
    measured = measure_patterns(plan, worker_count(asked.workers), progress(asked), keeping(asked))
    return show(asked, measured.result(), pattern_table)


def run(asked: Namespace) -> int:
    """Live one history, or go on with a saved one, and print its indicators."""
    from analysis import lists
    from experiments import listings, resuming
    from experiments.records import write_network, write_single

    if asked.save is not None:
        resuming.refuse_save(asked.save)
    live = resumed_run(asked) if asked.resume is not None else new_run(asked)
    with folder(asked) as draft:
        single, timed = profiled(live) if asked.profile else (live(), None)
        if draft:
            write_single(draft.path, single)
        if asked.network:
            write_network(draft.path, single)
        if asked.save is not None:
            resuming.save(single, asked.save)
    result = single.result()
    if timed:
        result["profile"] = listings.profile(timed, single.model.world.people.size)
    show(asked, result, lists.profiled_run if timed else lists.indicator_values)
    if asked.save is not None:
        print(say(asked.language, "words.saved", file=asked.save), file=sys.stderr if asked.json else sys.stdout)
    return tell(asked, draft)


def profiled(live: Callable[[], Single]) -> tuple[Single, Timing]:
    """Live a history and take the time of its weeks."""
    from model.timing import timing

    with timing() as timed:
        return live(), timed


def new_run(asked: Namespace) -> Callable[[], Single]:
    """Return what lives one history from its beginning."""
    from experiments.asked import one_policy
    from experiments.plan import make_plan
    from experiments.single import run_one

    plan = make_plan(policies=[one_policy(asked.policy)], **world(asked))
    return partial(run_one, plan, progress(asked))


def resumed_run(asked: Namespace) -> Callable[[], Single]:
    """Return what goes on with a saved history: under its own policy, or forked under another."""
    from experiments import resuming
    from experiments.asked import one_policy

    resuming.refuse_fixed(asked.given)
    policy = one_policy(asked.policy) if "--policy" in asked.given else None
    model = resuming.resume(asked.resume, asked.years, policy, asked.settings)
    return partial(resuming.go_on, model, resuming.plan_of(model, asked.years), progress(asked))


def compare(asked: Namespace) -> int:
    """Compare policies on the same luck and print what came of it."""
    from analysis.console import comparison_table
    from experiments.workers import worker_count

    plan, workers, kept = comparison_plan(asked), worker_count(asked.workers), keeping(asked)
    with folder(asked) as draft:
        comparison = carry_out(asked, plan, workers, draft, kept)
    show(asked, comparison.result(), comparison_table)
    return tell(asked, draft)


def demo(asked: Namespace) -> int:
    """Compare policies on the Jiangdong place and leave a report in a folder of its own.

    Its runs are kept until the report is there, so that one that was stopped goes on, and nothing else stays.
    """
    from analysis.console import comparison_table
    from experiments.folder import new_folder
    from experiments.workers import worker_count

    asked.report = True
    plan, workers, kept = comparison_plan(asked), worker_count(asked.workers), keeping(asked)
    progress(asked).note("progress.demo", **demo_words(plan, asked.language))
    with new_folder("results/demo", numbered=True) as draft:
        comparison = carry_out(asked, plan, workers, draft, kept)
    kept.forget()
    show(asked, comparison.result(), comparison_table)
    return tell(asked, draft)


def check(asked: Namespace) -> int:
    """Check places, policies, shocks and studies, or print the JSON Schema of a kind of file."""
    from analysis import lists
    from experiments.records import dumps
    from scenarios import check_paths
    from scenarios.schemas import schema_of

    if asked.schema is not None:
        return show(asked, schema_of(asked.schema), lambda schema, _: dumps(schema))
    if not asked.paths:
        raise RefusalError("error.required", {"option": "FILE_OR_FOLDER"})
    reports = [
        {"path": r.path, "kind": r.kind, "problems": list(r.problems), "notes": list(r.notes)}
        for r in check_paths(asked.paths, asked.language)
    ]
    faults = sum(len(report["problems"]) for report in reports)
    show(asked, {"ok": not faults, "checked": reports}, lists.checked)
    if faults:
        raise RefusalError("error.faults", {"faults": faults, "files": len(reports)})
    return 0


def study(asked: Namespace) -> int:
    """Plan, run, look at, check or export a study."""
    from analysis import studies as words
    from experiments.studies.verbs import ACTIONS

    result, code = ACTIONS[asked.verb.removeprefix("study ")](asked, progress(asked))
    show(asked, result, getattr(words, STUDY_WORDS[asked.verb.removeprefix("study ")]))
    return code


def world(asked: Namespace) -> dict[str, Any]:
    """Return what the command line says of place, horizon and luck."""
    from experiments.asked import single_shocks

    names = ("place", "years", "seed", "town_seed", "scale", "settings")
    return {**{name: getattr(asked, name) for name in names}, "shocks": single_shocks(asked.shocks)}


def comparison_plan(asked: Namespace) -> Plan:
    """Return the plan of a comparison."""
    from experiments.plan import make_plan

    equal = getattr(asked, "equal_money", False)
    plan = make_plan(policies=asked.policies, replicates=asked.replicates, equal_money=equal, **world(asked))
    if asked.report:
        from analysis.style import MOST_DRAWN

        if len(plan.policies) > MOST_DRAWN:
            raise RefusalError("error.too_many_to_draw", {"policies": len(plan.policies), "most": MOST_DRAWN})
    return plan


def demo_words(plan: Plan, language: str) -> dict[str, Any]:
    """Return what the demonstration says before it starts."""
    from analysis.wording import horizon

    return {
        "policies": len(plan.policies),
        "place": plan.place.label(language),
        "scale": plan.scale,
        "share": plan.residents,
        "residents": plan.place.residents,
        "horizon": horizon(plan.years, language),
        "replicates": plan.replicates,
    }


def keeping(asked: Namespace) -> Keeping:
    """Return where the runs of a verb are kept."""
    from experiments.keeping import Keeping

    return Keeping(asked.verb, getattr(asked, "store", None), asked.words, until_done=asked.verb == "demo")


def carry_out(asked: Namespace, plan: Plan, workers: int, draft: Draft | None, kept: Keeping) -> Comparison:
    """Run a comparison and write what was asked for into its folder."""
    from experiments.compare import execute
    from experiments.records import write_comparison

    comparison = execute(plan, workers, progress(asked), kept)
    if draft:
        write_comparison(draft.path, comparison)
        if asked.report:
            from analysis.summary import write_report

            progress(asked).note("progress.drawing")
            write_report(draft.path, asked.language, command_again(asked))
    return comparison


def folder(asked: Namespace) -> Any:
    """Give the folder that ``--out`` names, or nothing."""
    from experiments.folder import new_folder

    if asked.out is not None and not asked.out.strip():
        raise RefusalError("error.out_empty")
    further = [name for name in ("report", "network") if getattr(asked, name, False)]
    if further and not asked.out:
        raise RefusalError("error.needs_out", {"option": f"--{further[0]}"})
    return new_folder(asked.out) if asked.out else nullcontext()


def progress(asked: Namespace) -> Any:
    """Return what shows how far the work is, on standard error."""
    from experiments.progress import Progress

    return Progress(asked.language, shown=True)


def show(asked: Namespace, result: dict[str, Any], as_text: Callable[[Any, str], str]) -> int:
    """Print a result: as one JSON object, or as a person reads it."""
    from experiments.records import dumps

    print(dumps(result) if asked.json else as_text(result, asked.language), flush=True)
    return 0


def tell(asked: Namespace, draft: Draft | None) -> int:
    """Name the folder that was left behind: on standard error where the output is for a program."""
    if draft:
        print(say(asked.language, "words.written", folder=draft.target), file=sys.stderr if asked.json else sys.stdout)
    return 0


VERBS: dict[str, Callable[[Namespace], int]] = {
    verb.__name__: verb
    for verb in (places, policies, parameters, indicators, week, rows, patterns, run, compare, check, study, demo)
}


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    language: str = "en"
    others: list[str] = []
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        language, others = choose_language(sys.argv[1:] if words is None else words)
        asked = read(others, language)
        if isinstance(asked, str):
            print(asked, flush=True)
            return 0
        return VERBS[asked.verb.partition(" ")[0]](asked)
    except (RefusalError, FailureError) as fault:
        print(f"run.py: {fault.say(language)}", file=sys.stderr)
        return REFUSED if isinstance(fault, RefusalError) else FAILED
    except KeyboardInterrupt:
        ending = "study.ending.interrupted" if others and others[0] in KEPT else "error.interrupted"
        print(say(language, ending), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


if __name__ == "__main__":
    sys.exit(main())
