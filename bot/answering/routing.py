"""Tells what a message asks for instead of public information, without a language model.

Example messages (`lexicon/routes.tsv`) show what each label is. From their vectors a linear model
was fitted (`python -m training.routes`), which is what ships: it tells labels apart better than the
nearest example does, is 18 kB, and takes microseconds on the vector that the search has anyway.
"""

import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from bot.answering.models import AnswerStatus
from bot.answering.tables import read_rows
from vectorstore.embedding import Vectors
from vectorstore.fingerprint import Fingerprint

_log = logging.getLogger(__name__)
ROUTES_FILE = "data/routes.safetensors"
# An ordinary question: what holds the other labels off.
QUESTION = "question"
# How far from ordinary a message has to be that a doubtful answer yields to its label; how sure a
# label that nothing is looked up at all; and how sure it is that somebody may come to harm. Chosen
# on the development sets so that at most one ordinary question in a hundred lies above any of them.
_DOUBTFUL = 0.7
_CERTAIN = 0.75
_SOMEBODY_AT_RISK = 0.5


class Label(StrEnum):
    """What a message asks for instead."""

    HARMFUL = "harmful"
    PRIVATE_PERSON = "private_person"
    DISTRESS = "distress"
    PERSONAL_CASE = "personal_case"
    OPINION_OR_PREDICTION = "opinion_or_prediction"
    LEGAL_ADVICE = "legal_advice"
    REQUEST_FOR_DOCUMENTS = "request_for_documents"
    ABOUT_BOT = "about_bot"
    OTHER_LANGUAGE = "other_language"
    OFF_TOPIC = "off_topic"


_STATUSES = {
    Label.HARMFUL: AnswerStatus.REFUSED_UNSAFE,
    Label.PRIVATE_PERSON: AnswerStatus.REFUSED_PERSONAL_DATA,
    Label.DISTRESS: AnswerStatus.SMALLTALK,
    Label.ABOUT_BOT: AnswerStatus.SMALLTALK,
    Label.OTHER_LANGUAGE: AnswerStatus.CLARIFY,
}
# What is said elsewhere in just these words.
_MESSAGES = {Label.DISTRESS: "urgent.suicide", Label.OFF_TOPIC: "premise.off_topic"}
# An answer, however sure, would do harm or miss what matters.
_PROTECTING = (Label.HARMFUL, Label.DISTRESS)
# To these a sure answer from the sources is the better reply, however sure the label is.
_YIELDING = frozenset(
    {
        Label.LEGAL_ADVICE,
        Label.REQUEST_FOR_DOCUMENTS,
        Label.OTHER_LANGUAGE,
        Label.OFF_TOPIC,
    }
)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a message leads: its label, and whether it is so clear that nothing is looked up."""

    label: Label
    certain: bool

    @property
    def status(self) -> AnswerStatus:
        """How a message ends that is routed so."""
        return _STATUSES.get(self.label, AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES)

    @property
    def message(self) -> str:
        """The catalogue's key of the reply."""
        return _MESSAGES.get(self.label, f"route.{self.label}")

    @property
    def urgent(self) -> str:
        """The danger that the message speaks of; empty where there is none."""
        return "suicide" if self.label is Label.DISTRESS else ""


@dataclass(frozen=True, slots=True)
class Router:
    """The linear model: `weights` of shape (labels, dimensions), `bias` of shape (labels,)."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, model: Fingerprint) -> Self | None:
        """Read the model that ships with the package.

        Give None, and log it, where questions are embedded by another model than it was fitted on:
        its thresholds would mean nothing.
        """
        path = Path(str(files("bot.answering").joinpath(ROUTES_FILE)))
        with safe_open(path, framework="np") as file:
            if file.metadata()["model"] != model.key:
                _log.warning("Messages are not routed: that needs the bundled embedding model.")
                return None
        return cls.read(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a fitted model from its file."""
        with safe_open(path, framework="np") as file:
            labels = tuple(json.loads(file.metadata()["labels"]))
            return cls(labels, file.get_tensor("weights"), file.get_tensor("bias"))

    def route(self, question: Vectors) -> Route | None:
        """Give the route of a question by its vector; None for one to be answered."""
        chances = self.chances(question)
        asked = chances.pop(QUESTION)
        if sum(chances.get(label, 0.0) for label in _PROTECTING) >= _SOMEBODY_AT_RISK:
            return Route(max(_PROTECTING, key=lambda label: chances.get(label, 0.0)), certain=True)
        if 1 - asked < _DOUBTFUL:
            return None
        label = Label(max(chances, key=chances.__getitem__))
        return Route(label, chances[label] >= _CERTAIN and label not in _YIELDING)

    def chances(self, question: Vectors) -> dict[str, float]:
        """Give the chance of each label, which add up to 1."""
        logits = self.weights @ question + self.bias
        powers = np.exp(logits - logits.max())
        return dict(zip(self.labels, (powers / powers.sum()).tolist(), strict=True))


def route_examples() -> list[tuple[str, str]]:
    """Give the examples that the model was fitted on as (label, message)."""
    return [(label, message) for label, message in read_rows("routes")]
