"""Runs the Telegram front end over an open bot: the composition root of `suluh telegram`."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from starlette.applications import Starlette

from bot.answering.models import AnswerStatus, Question
from bot.answering.serving import AnswerService
from bot.answering.topics import Topics
from bot.app import Bot
from bot.settings import BotSettings
from bot.storage.store import Storage
from bot.telegram.front_end import Answering, FrontEnd, LiveStatus, build_front_end
from bot.telegram.http_server import Address, serving
from bot.telegram.operations import build_opens
from bot.telegram.polling import run_polling
from bot.telegram.webhook import Webhook, run_webhook
from vectorstore.errors import VectorStoreError
from vectorstore.keyword_index import Analyser
from vectorstore.live import LiveBuild

# Only the TLS proxy of the same machine is to reach it unless configured otherwise.
DEFAULT_LISTEN = "127.0.0.1:8080"


def run(
    settings: BotSettings, storage: Storage, bot: Bot, service: AnswerService, *, webhook: bool
) -> None:
    """Answer on Telegram until a signal.

    Raises:
        BotError: the bot could not start or go on.
    """
    topics = Topics.over(bot.live, is_answered=lambda question: _is_answered(bot, question))
    topics.current()
    front_end = build_front_end(settings, storage, answering_of(bot, service, topics))
    if webhook:
        address = Address.parse(settings.listen or DEFAULT_LISTEN)
        secret = settings.webhook_secret.get_secret_value()
        run_webhook(
            front_end.application,
            front_end.intake,
            Webhook.at(settings.webhook_url, address, secret),
            front_end.receiving,
            front_end.routes,
            front_end.tell,
        )
    else:
        run_polling(
            front_end.application,
            front_end.intake,
            front_end.receiving,
            _operations(front_end, settings.listen),
            front_end.tell,
        )


def answering_of(bot: Bot, service: AnswerService, topics: Topics) -> Answering:
    """Give the front end what it needs of an open bot."""
    return Answering(
        answerer=service,
        catalogue=bot.catalogue,
        stems=Analyser.load().stems,
        look=lambda: live_status(bot),
        build_opens=build_opens(bot.live),
        topics=topics.current,
        build_fault=lambda: build_fault(bot.live),
    )


def live_status(bot: Bot) -> LiveStatus:
    """Tell which build is live."""
    try:
        with bot.live.lease() as build:
            created = datetime.fromisoformat(build.manifest.created).timestamp()
            return LiveStatus(build.manifest.build_id, created)
    except VectorStoreError:
        return LiveStatus()


def build_fault(live: LiveBuild) -> str:
    """Name the error for which a build before the published one answers; "" where none does."""
    return type(live.fault).__name__ if live.fault is not None else ""


def _is_answered(bot: Bot, question: str) -> bool:
    return bot.chain.invoke(Question(question)).status is AnswerStatus.ANSWERED


def _operations(front_end: FrontEnd, listen: str) -> AbstractAsyncContextManager[Any] | None:
    if not listen:
        return None
    return serving(Starlette(routes=list(front_end.routes)), Address.parse(listen))
