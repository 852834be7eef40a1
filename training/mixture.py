"""What one epoch shows the reader: all questions, some of them with retrieved passages as well."""

import random
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from training.data import Example, own_examples, question_examples, read_passages, read_rows
from training.features import ExampleTokenizer, Feature, batches, feature
from training.negatives import retrieved_negatives

# Of the questions of an epoch, how many are also asked of a passage that does not answer them.
_RETRIEVED_SHARE = 0.3


class Mixture:
    """The batches of each epoch; the same for every process of a training."""

    def __init__(
        self,
        asked: Sequence[Example],
        negatives: Sequence[Sequence[Example]],
        tokenizer: Tokenizer,
        seed: int,
    ) -> None:
        self._asked = asked
        self._negatives = negatives
        self._tokens = ExampleTokenizer(tokenizer)
        self._seed = seed

    def epoch(self, number: int) -> list[list[Feature]]:
        """Make the batches of one epoch, counted from 0."""
        chance = random.Random(self._seed * 1000 + number)  # noqa: S311 - repeatable, not secret
        examples = [
            *self._asked,
            *(
                chance.choice(negatives)
                for negatives in self._negatives
                if negatives and chance.random() < _RETRIEVED_SHARE
            ),
        ]
        tokens = (self._tokens(example) for example in examples)
        return batches([feature(t, chance) for t in tokens if t is not None], chance)


def load_mixture(evaldata: Path, tokenizer: Tokenizer, seed: int) -> Mixture:
    """Read all there is to train on: IDK-MRC's training questions and those of our own."""
    passages = read_passages(evaldata, "idkmrc_corpus")
    rows = read_rows(evaldata, "idkmrc_questions_train")
    asked = question_examples(rows, passages)
    negatives = retrieved_negatives(asked, passages)
    return Mixture([*asked, *own_examples(held_out=False)], negatives, tokenizer, seed)
