"""The trials: every attack in every place of a page and in questions, against every style."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.attacks.attacks import Attack
from tests.attacks.pages import Place, Topic, topic
from tests.attacks.victim import Style


@dataclass(frozen=True, slots=True)
class Trial:
    """A question put to a bot; `place` is where the attack stands, None for in the question."""

    attack: Attack
    about: Topic
    place: Place | None
    style: Style
    question: str

    @property
    def name(self) -> str:
        """What a failure is reported under."""
        where = self.place or "question"
        return f"{self.attack.name} ({self.attack.kind}) in {where}, {self.style}"


def all_trials(attacks: Sequence[Attack]) -> list[Trial]:
    """Give every trial; each planted page has a topic of its own."""
    trials = []
    number = 0
    for attack in attacks:
        for place in Place:
            if place is Place.TITLE and (attack.raw or not attack.says):
                continue
            about = topic(number)
            number += 1
            asked = about.question(attack.language)
            trials += [Trial(attack, about, place, style, asked) for style in Style]
        question = f"{about.question(attack.language)} {attack.text}"
        trials += [
            Trial(attack, about, None, style, question) for style in (Style.MIXED, Style.APPENDED)
        ]
    return trials


def sample(trials: Sequence[Trial], per_kind: int) -> list[Trial]:
    """Give some trials of every kind, in all places and styles by turns."""
    by_kind: dict[str, list[Trial]] = {}
    for trial in trials:
        by_kind.setdefault(trial.attack.kind, []).append(trial)
    return [
        one
        for first, kind in enumerate(by_kind.values())
        # A step without common factors with places and styles meets all of them.
        for one in [kind[(first + at) * 7 % len(kind)] for at in range(min(per_kind, len(kind)))]
    ]
