"""Trains every layer of the encoder, on several processes that average their weights now and then.

Each process has one thread: on a busy machine two threads of one process wait for each other at
every matrix, two processes only where they average.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from bot.answering.reader_model import SpanModel, build_span_model
from training.features import Feature
from training.teaching import Teacher, teaching_loss

CHECKPOINT = "checkpoint.pt"
# A stopped training, say for a benchmark, must not end the others' wait.
_LONGEST_WAIT = timedelta(hours=12)
_STEPS_BETWEEN_AVERAGES = 8
_SECONDS_BETWEEN_CHECKPOINTS = 150.0
_WARM_UP, _COOL_DOWN = 0.04, 0.5
_LONGEST_GRADIENT = 1.0
_WEIGHT_DECAY = 0.01
# The lowest layers mostly tell words and phrases apart, which the bundled encoder already does; a
# training that leaves them alone takes a fifth less time.
FROZEN_LAYERS = 4
# Whether a passage answers at all is learned beside where, and counts half.
_ANSWERABLE_WEIGHT = 0.5
# With a teacher, half is learned from it and half from what is right.
_TEACHER_WEIGHT = 0.5
_STEPS_BETWEEN_REPORTS = 20

EpochBatches = Callable[[int], Sequence[Sequence[Feature]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train; `processes` share the batches of each epoch.

    `teacher` is the file of a reader trained before, to learn from as well.
    """

    epochs: int
    rate: float
    processes: int
    seed: int
    teacher: Path | None = None


@dataclass(slots=True)
class Progress:
    """Where a training stands: the epoch, and how many of its batches were learned from."""

    epoch: int = 0
    batch: int = 0


def train(folder: Path, encoder: Path, plan: Plan, epoch_batches: EpochBatches) -> None:
    """Train as planned, from the checkpoint in `folder` if there is one, and leave it there."""
    if plan.processes == 1:
        _train(0, folder, encoder, plan, epoch_batches)
        return
    meeting = folder / "meeting"
    meeting.unlink(missing_ok=True)
    context = torch.multiprocessing.get_context("fork")
    arguments = (folder, encoder, plan, epoch_batches)
    workers = [
        context.Process(target=_train, args=(rank, *arguments), daemon=True)
        for rank in range(plan.processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a training process failed; start again to go on from the checkpoint")


def load_checkpoint(folder: Path, encoder: Path) -> SpanModel:
    """Build the network with the weights of the checkpoint in `folder`."""
    model = build_span_model(encoder, attention="eager")
    model.load_state_dict(torch.load(folder / CHECKPOINT, mmap=True)["model"], strict=False)
    return model


def learning_rate(progress: float, highest: float) -> float:
    """Give the rate at a share (0..1) of the training: it warms up, holds, and cools to nothing."""
    return highest * max(0.0, min(1.0, progress / _WARM_UP, (1 - progress) / _COOL_DOWN))


def span_loss(outputs: tuple[Tensor, Tensor, Tensor], batch: Sequence[Feature]) -> Tensor:
    """Cross-entropy of start and end, and of whether there is an answer."""
    starts, ends, answerable = outputs
    first = torch.tensor([feature.start for feature in batch])
    last = torch.tensor([feature.end for feature in batch])
    places = nn.functional.cross_entropy(starts, first) + nn.functional.cross_entropy(ends, last)
    there = nn.functional.binary_cross_entropy_with_logits(answerable, (first > 0).float())
    return places / 2 + _ANSWERABLE_WEIGHT * there


def _train(rank: int, folder: Path, encoder: Path, plan: Plan, epoch_batches: EpochBatches) -> None:
    torch.set_num_threads(1 if plan.processes > 1 else os.cpu_count() or 1)
    if plan.processes > 1:
        dist.init_process_group(
            "gloo",
            init_method=f"file://{(folder / 'meeting').absolute()}",
            rank=rank,
            world_size=plan.processes,
            timeout=_LONGEST_WAIT,
        )
    torch.manual_seed(plan.seed + rank)
    learner = _Learner(folder, encoder, plan)
    progress = learner.resume()
    while progress.epoch < plan.epochs:
        made = epoch_batches(progress.epoch)
        rounds = len(made) // plan.processes
        for turn in range(progress.batch, rounds):
            done = (progress.epoch + turn / rounds) / plan.epochs
            learner.learn(made[turn * plan.processes + rank], done)
            progress.batch = turn + 1
            if progress.batch % _STEPS_BETWEEN_AVERAGES == 0:
                learner.average()
                if rank == 0:
                    learner.save_sometimes(progress)
        progress = Progress(progress.epoch + 1)
        learner.average()
        if rank == 0:
            learner.save(progress)


class _Learner:
    def __init__(self, folder: Path, encoder: Path, plan: Plan) -> None:
        self._path = folder / CHECKPOINT
        self._plan = plan
        # Spelled out, attention is trained a quarter faster than by the fused kernel.
        self._model = build_span_model(encoder, attention="eager")
        self._model.train()
        self._teacher = Teacher.load(encoder, plan.teacher) if plan.teacher else None
        if self._teacher:
            self._model.head.load_state_dict(self._teacher.head.state_dict())
        self._parameters = _trained(self._model)
        self._optimizer = torch.optim.AdamW(
            self._parameters, lr=plan.rate, weight_decay=_WEIGHT_DECAY, fused=True
        )
        self._saved = self._reported = time.monotonic()
        self._steps = 0
        self._losses: list[float] = []

    def resume(self) -> Progress:
        if not self._path.is_file():
            return Progress()
        state: dict[str, Any] = torch.load(self._path, mmap=True)
        self._model.load_state_dict(state["model"], strict=False)
        self._optimizer.load_state_dict(state["optimizer"])
        return Progress(*state["progress"])

    def learn(self, batch: Sequence[Feature], done: float) -> None:
        rate = learning_rate(done, self._plan.rate)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        windows = [feature.window for feature in batch]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = self._model(windows)
        loss = span_loss(outputs, batch)
        if self._teacher:
            taught = teaching_loss(outputs, self._teacher(windows))
            loss = (1 - _TEACHER_WEIGHT) * loss + _TEACHER_WEIGHT * taught
        loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
        nn.utils.clip_grad_norm_(self._parameters, _LONGEST_GRADIENT)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._report(loss.item(), done, rate)

    def average(self) -> None:
        if self._plan.processes == 1:
            return
        together = nn.utils.parameters_to_vector(self._parameters).detach()
        dist.all_reduce(together)
        together /= self._plan.processes
        with torch.no_grad():
            nn.utils.vector_to_parameters(together, self._parameters)

    def save_sometimes(self, progress: Progress) -> None:
        if time.monotonic() - self._saved > _SECONDS_BETWEEN_CHECKPOINTS:
            self.save(progress)

    def save(self, progress: Progress) -> None:
        weights = {n: p for n, p in self._model.named_parameters() if p.requires_grad}
        unfinished = self._path.with_suffix(".unfinished")
        torch.save(
            {
                "model": weights,
                "optimizer": self._optimizer.state_dict(),
                "progress": (progress.epoch, progress.batch),
            },
            unfinished,
        )
        unfinished.replace(self._path)
        self._saved = time.monotonic()

    def _report(self, loss: float, done: float, rate: float) -> None:
        self._steps += 1
        self._losses.append(loss)
        if self._steps % _STEPS_BETWEEN_REPORTS == 0:
            seconds, self._reported = time.monotonic() - self._reported, time.monotonic()
            mean = sum(self._losses) / len(self._losses)
            print(f"{done:.3f} loss {mean:.3f} rate {rate:.1e} {seconds:.0f} s", flush=True)
            self._losses.clear()


def _trained(model: SpanModel) -> list[nn.Parameter]:
    model.encoder.embeddings.requires_grad_(False)
    model.encoder.encoder.layer[:FROZEN_LAYERS].requires_grad_(False)
    return [parameter for parameter in model.parameters() if parameter.requires_grad]
