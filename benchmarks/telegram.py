"""The Telegram front end under load and under faults, as users run it.

`python -m benchmarks.telegram SCENARIO --home HOME --questions FILE --work DIR` starts `suluh
telegram` over the live build of HOME, with a Bot API server on this machine, and prints JSON:

- one: one citizen asks 100 different questions, one after another, at most one in 1.1 s;
- hundred: 100 citizens ask one question in 10 s each, for two minutes;
- greedy: 20 such citizens, without and with another who sends 100 messages a minute, in turn;
- faults: citizens ask while 1,000 calls of the Bot API meet a fault (`telegram_faults`);
- kill: 20 kills with 20 questions pending (`telegram_faults`).

A time is from the moment an update is offered until the first message in reply to it has come in.
Questions of one run are all different: those of the file as they are, then with "Saya dari TOWN."
in front. What stands in DIR afterwards is the last run's log and database.
"""

import argparse
import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.data import percentile, read_rows
from benchmarks.telegram_faults import (
    FAULTS,
    KILLS,
    UNLIMITED,
    measure_faults,
    measure_kills,
)
from benchmarks.telegram_load import (
    Asked,
    LoadDouble,
    Turn,
    different,
    in_rhythm,
    latencies,
    play,
    summary,
)
from benchmarks.telegram_process import Front, Load, fresh_home, running

EVERY_SECONDS = 10.0
# Whoever sends more than 60 messages a minute is no longer listened to (bot/telegram/gate.py).
ONE_SECONDS = 1.1
GREEDY_A_MINUTE = 100
NORMAL_CITIZENS = 20
# Each with one after another: a phase alone says little on a machine whose mood changes.
GREEDY_ROUNDS = 2
WARM_UP_QUESTIONS = 20
PATIENCE_SECONDS = 180.0

_GREEDY_CHAT = 900_000
_FIRST_WARM_UP_CHAT = 900_001


@dataclass(frozen=True, slots=True)
class Run:
    """What a measurement is given."""

    double: LoadDouble
    front: Front
    questions: list[str]
    seconds: float
    count: int
    seed: int


def measure_one(run: Run) -> dict[str, Any]:
    """One citizen, who waits for each answer before the next question."""
    texts = different(run.questions, run.seed)
    asked = []
    with running(run.front, UNLIMITED):
        _warm_up(run)
        load = Load(run.front.pid)
        for _ in range(run.count or 100):
            asked.append(run.double.ask(next(texts), 1))
            _wait_for(run.double, asked[-1])
            time.sleep(max(0.0, asked[-1].offered + ONE_SECONDS - time.monotonic()))
        return summary(asked) | load.figures() | _told_by(run.front)


def measure_hundred(run: Run) -> dict[str, Any]:
    """A hundred citizens, whose questions do not wait for each other."""
    texts = different(run.questions, run.seed)
    citizens = range(1, (run.count or 100) + 1)
    turns = in_rhythm(citizens, texts, every=EVERY_SECONDS, seconds=run.seconds, seed=run.seed)
    with running(run.front, {}):
        _warm_up(run)
        load = Load(run.front.pid)
        asked = play(run.double, turns)
        figures = load.figures()
        run.double.wait_for_replies(asked, PATIENCE_SECONDS)
        return summary(asked) | figures | _told_by(run.front)


def measure_greedy(run: Run) -> dict[str, Any]:
    """Citizens in their rhythm, without and with one who floods, in turn."""
    texts = different(run.questions, run.seed)
    phases: dict[str, list[list[Asked]]] = {"without": [], "with": []}
    shown = []
    with running(run.front, {}):
        _warm_up(run)
        for number in range(2 * GREEDY_ROUNDS):
            name = ("without", "with")[number % 2]
            chats = [1000 * (number + 1) + i for i in range(run.count or NORMAL_CITIZENS)]
            turns = in_rhythm(chats, texts, every=EVERY_SECONDS, seconds=run.seconds, seed=run.seed)
            if name == "with":
                turns = sorted([*turns, *_flood(run, texts)], key=lambda turn: turn.at)
            load = Load(run.front.pid)
            asked = play(run.double, turns)
            figures = load.figures()
            others = [one for one in asked if one.chat != _GREEDY_CHAT]
            run.double.wait_for_replies(others, PATIENCE_SECONDS)
            phases[name].append(others)
            shown.append({"phase": name} | summary(others) | figures)
    p95 = {
        name: percentile([t for asked in rounds for t in latencies(asked)], 0.95)
        for name, rounds in phases.items()
    }
    return {
        "phases": shown,
        "p95_ms": {name: round(1000 * value) for name, value in p95.items()},
        "change": round(p95["with"] / p95["without"] - 1, 3),
    }


def _flood(run: Run, texts: Any) -> list[Turn]:
    every = 60 / GREEDY_A_MINUTE
    return [Turn(i * every, _GREEDY_CHAT, next(texts)) for i in range(int(run.seconds / every))]


def _told_by(front: Front) -> dict[str, Any]:
    return {"statuses": front.statuses(), "stages_mean_ms": front.stages()}


def _warm_up(run: Run) -> None:
    for number, text in enumerate(run.questions[:WARM_UP_QUESTIONS]):
        _wait_for(run.double, run.double.ask(f"Permisi, {text}", _FIRST_WARM_UP_CHAT + number))


def _wait_for(double: LoadDouble, asked: Asked) -> None:
    def replied() -> bool:
        double.collect()
        return bool(asked.replies)

    with double.changed:
        double.changed.wait_for(replied, PATIENCE_SECONDS)


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run one scenario."""
    questions = [row["question"] for row in read_rows(arguments.questions)]
    stamp = datetime.now().strftime("%m%d-%H%M%S")
    work = arguments.work.resolve() / f"{arguments.scenario}-{stamp}"
    home = fresh_home(arguments.home, work)
    with LoadDouble() as double:
        profile = arguments.profile and arguments.profile.resolve()
        front = Front(double, home, profile)
        if arguments.scenario == "faults":
            faults = arguments.count or FAULTS
            return measure_faults(double, front, questions, faults, arguments.seed)
        if arguments.scenario == "kill":
            kills = arguments.count or KILLS
            return measure_kills(double, front, questions, kills, arguments.seed)
        run = Run(double, front, questions, arguments.seconds, arguments.count, arguments.seed)
        return MEASUREMENTS[arguments.scenario](run)


MEASUREMENTS: dict[str, Callable[[Run], dict[str, Any]]] = {
    "one": measure_one,
    "hundred": measure_hundred,
    "greedy": measure_greedy,
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scenario", choices=[*MEASUREMENTS, "faults", "kill"])
    parser.add_argument("--home", type=Path, required=True, help="SULUH_HOME with a live build")
    parser.add_argument("--questions", type=Path, required=True, help="rows with a question each")
    parser.add_argument("--work", type=Path, required=True, help="folder for homes and logs")
    parser.add_argument("--seconds", type=float, default=120.0, help="length of a phase")
    parser.add_argument(
        "--count", type=int, default=0, help="other number of questions, citizens, faults or kills"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", type=Path, help="file for cProfile's figures of the bot")
    # The double's server notes each connection that it was told to break.
    logging.disable(logging.ERROR)
    load_before = os.getloadavg()[0]
    figures = measure(parser.parse_args())
    print(json.dumps({"load_before": round(load_before, 2)} | figures, indent=2))
