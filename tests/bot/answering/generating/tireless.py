"""A composer that asks its model however often that failed before, and whatever it costs."""

import time

from bot.answering.composing import Composer
from bot.answering.generating.breaker import CircuitBreaker
from bot.answering.generating.budget import DailyBudget, Limits
from bot.answering.generating.calls import MeteredModel
from bot.answering.generating.chat_model import ChatModel
from bot.answering.generating.composer import GenerativeComposer
from bot.answering.generating.support import supported
from bot.answering.reading import PassageReading


def tireless_composer(
    extractive: Composer, model: ChatModel, reading: PassageReading, seconds: float
) -> GenerativeComposer:
    """Compose as the bot does, but with a breaker that pauses for no time and no limit to spend."""
    return GenerativeComposer(
        extractive,
        MeteredModel(
            model,
            CircuitBreaker(time.monotonic, pause_seconds=0, refused_pause_seconds=0),
            DailyBudget(Limits(), time.time, None),
        ),
        supported,
        reading,
        seconds=seconds,
    )
