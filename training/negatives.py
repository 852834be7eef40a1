"""Passages that look like the answer's and do not hold it."""

from collections.abc import Mapping, Sequence

from training.data import Example
from vectorstore.keyword_index import Analyser, KeywordIndex

# Passages that share the question's words are what misleads a reader most, and are found at once.
_HITS = 12
_NEGATIVES = 8


def retrieved_negatives(
    examples: Sequence[Example], passages: Mapping[str, str]
) -> list[list[Example]]:
    """Give each question passages that its words find and that do not answer it."""
    index = KeywordIndex.build(passages.items(), Analyser.load())
    return [
        hard_negatives(example, index.best(index.scores(example.question), _HITS), passages)
        for example in examples
    ]


def hard_negatives(
    example: Example, hits: Sequence[str], passages: Mapping[str, str]
) -> list[Example]:
    """Turn hits of a question into examples without an answer.

    The question's own passage is left out, and so is each that holds the answering words.
    """
    answer = " ".join(example.words.lower().split())
    negatives = []
    for hit in hits:
        text = passages[hit]
        if text == example.passage or (answer and answer in " ".join(text.lower().split())):
            continue
        negatives.append(Example(example.question, text, None))
    return negatives[:_NEGATIVES]
