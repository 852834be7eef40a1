"""Puts the Telegram front end together: what receives, answers, keeps and reports."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from starlette.routing import BaseRoute

from bot.answering.topics import Topic
from bot.errors import BotError, SecondPollerError, WebhookTakenOverError
from bot.hand_over.holiday_calendar import NO_OVERRIDES, WorkingDays, read_overrides
from bot.hand_over.letter import LetterForm
from bot.hand_over.offices import open_offices
from bot.hand_over.rules import Rules
from bot.messages.catalogue import Catalogue
from bot.reporting.unanswered import Stems
from bot.settings import BotSettings
from bot.storage.store import Storage
from bot.telegram.alerts import AlertKind, Alerts
from bot.telegram.announcing import announce
from bot.telegram.application import build_application
from bot.telegram.delivery import Delivery
from bot.telegram.gate import Gate
from bot.telegram.hand_over import HandOverHandlers, RequestForms
from bot.telegram.handlers import Handlers, calls_off
from bot.telegram.housekeeping import keep_house
from bot.telegram.intake import Intake
from bot.telegram.limits import LimitRules, Limits
from bot.telegram.metrics import CountedIntake, Metrics
from bot.telegram.operations import Probe, operations_routes, works
from bot.telegram.processing import PerChatProcessor
from bot.telegram.rendering import RenderedMessage
from bot.telegram.running import Receiving, TelegramApplication, Tell
from bot.telegram.services import Answerer, ChatRules, Services
from bot.telegram.staff import BotStatus, StaffHandlers


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """The live build, empty where none is open, and when it was made, in unix seconds."""

    build: str = ""
    created: float = 0.0


@dataclass(frozen=True, slots=True)
class Answering:
    """What the front end needs of answering; `look` and `topics` may take a moment each.

    `build_fault` names the error that keeps the published build from answering, "" where it does.
    """

    answerer: Answerer
    catalogue: Catalogue
    stems: Stems
    look: Callable[[], LiveStatus]
    build_opens: Probe
    topics: Callable[[], tuple[Topic, ...]] = tuple
    build_fault: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """What polling and the webhook run."""

    application: TelegramApplication
    intake: CountedIntake
    receiving: Receiving
    routes: Sequence[BaseRoute]
    tell: Tell


def build_front_end(settings: BotSettings, storage: Storage, answering: Answering) -> FrontEnd:
    """Put the front end together; nothing is sent before it runs.

    Raises:
        MissingTokenError: the token is empty.
        TokenRefusedError: the token cannot be one.
        HandOverFileError: a file of offices or days off cannot be used.
    """
    began = time.time()
    metrics = Metrics()
    processor = PerChatProcessor(
        finish=lambda update_id: storage.run(partial(storage.inbox.finish, update_id)),
        jumps=calls_off,
    )
    application = build_application(
        settings.telegram_token.get_secret_value(), processor, metrics, settings.bot_api_url
    )

    async def send(admin: int, messages: list[RenderedMessage]) -> object:
        return await Delivery(application.bot).deliver(messages, admin)

    def look() -> BotStatus:
        live, now = answering.look(), time.time()
        return BotStatus(
            build=live.build,
            build_age=now - live.created,
            # The command that asks is under way itself.
            waiting=max(0, processor.waiting - 1),
            uptime=now - began,
            version=version("suluh"),
        )

    alerts = Alerts(settings.admins, send, answering.catalogue)
    services = Services(
        answerer=answering.answerer,
        catalogue=answering.catalogue,
        storage=storage,
        limits=Limits(_limit_rules(settings)),
        metrics=metrics,
        alerts=alerts,
        rules=_chat_rules(settings),
        topics=answering.topics,
        keep_pending=processor.keep_pending,
    )
    staff = StaffHandlers(
        settings.admins,
        storage,
        answering.catalogue,
        look,
        services.language,
        answering.stems,
    )
    hand_over = HandOverHandlers(services, _forms(settings))
    Handlers(services, hand_over, staff, Gate(settings.blocked)).register(application)
    application.post_init = _Beginning(storage, alerts, answering, settings)
    metrics.watch_queue(lambda: processor.waiting)
    metrics.watch_build(lambda: answering.look().created)
    receiving = Receiving()
    probes = {
        "build": answering.build_opens,
        "storage": works(lambda: storage.run(storage.touch)),
        "receiving": receiving.fault,
    }
    intake = Intake(storage, application.bot, application.update_queue.put)
    return FrontEnd(
        application,
        CountedIntake(intake, metrics),
        receiving,
        operations_routes(metrics, probes),
        partial(_tell, alerts),
    )


async def _tell(alerts: Alerts, error: BotError) -> None:
    """Tell staff what ends the run, while that can still be sent."""
    taken = isinstance(error, SecondPollerError | WebhookTakenOverError)
    kind = AlertKind.SECOND_POLLER if taken else AlertKind.BOT_API
    await alerts.report(kind, type(error).__name__)
    await alerts.close()


class _Beginning:
    """What is done once the bot is connected."""

    def __init__(
        self, storage: Storage, alerts: Alerts, answering: Answering, settings: BotSettings
    ) -> None:
        self._storage = storage
        self._alerts = alerts
        self._answering = answering
        self._days = settings.retention_days
        self._housekeeping: asyncio.Task[None] | None = None

    async def __call__(self, application: TelegramApplication) -> None:
        # Kept, or it could be collected; the end of the event loop ends it.
        self._housekeeping = asyncio.create_task(
            keep_house(self._storage, self._alerts, self._days, self._answering.build_fault)
        )
        await announce(application.bot, self._answering.catalogue)


def _limit_rules(settings: BotSettings) -> LimitRules:
    return LimitRules(
        a_minute=settings.questions_a_minute,
        a_day=settings.questions_a_day,
        group_a_minute=settings.group_questions_a_minute,
        blocked=settings.blocked,
    )


def _chat_rules(settings: BotSettings) -> ChatRules:
    return ChatRules(
        late_seconds=60 * settings.late_minutes,
        rest_seconds=60 * settings.rest_minutes,
        retention_days=settings.retention_days,
        stale_after_days=settings.stale_days,
        # Nobody is asked for a rating that no list shows.
        feedback=bool(settings.admins),
        privacy_contact=settings.privacy_contact or settings.ppid_contact,
        language_model=settings.chat_model,
    )


def _forms(settings: BotSettings) -> RequestForms:
    overrides = read_overrides(settings.holidays) if settings.holidays else NO_OVERRIDES
    return RequestForms(
        open_offices(settings.offices, settings.ppid_name, settings.ppid_contact),
        WorkingDays(overrides),
        Rules.load(),
        LetterForm.load(),
    )
