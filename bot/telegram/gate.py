"""Stops blocked people and floods before any handler looks at what they send."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.telegram.limits import LimitRules, Limits, VerdictKind

# Questions have stricter limits of their own; a person does not press buttons this often.
UPDATES_A_MINUTE = 60
UPDATES_A_DAY = 3_000


class Gate:
    """Lets through what a person may send; what it stops gets no reply."""

    def __init__(self, blocked: frozenset[int]) -> None:
        rules = LimitRules(
            UPDATES_A_MINUTE, UPDATES_A_DAY, group_a_minute=UPDATES_A_DAY, blocked=blocked
        )
        self._limits = Limits(rules)

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Look at who sent an update.

        Raises:
            ApplicationHandlerStop: no handler is to see it.
        """
        user, chat = update.effective_user, update.effective_chat
        if user is None:
            return
        chat_id = chat.id if chat else user.id
        verdict = self._limits.check(user.id, chat_id, is_group=False)
        if verdict.kind is not VerdictKind.ALLOWED:
            raise ApplicationHandlerStop
