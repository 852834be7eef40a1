"""What staff did to the bot; whether it is paused follows from that."""

from dataclasses import dataclass
from enum import StrEnum

from bot.storage.database import Database
from bot.storage.inbox import IDS_KEPT_SECONDS


class StaffAction(StrEnum):
    """What staff can do to the bot."""

    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Pause:
    """Why the bot answers nobody, and since when (unix seconds)."""

    reason: str
    since: float


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Which admin (hashed id) did what and when (unix seconds)."""

    at: float
    admin: str
    action: StaffAction
    detail: str


class StaffRecords:
    """The audit lines; neither retention nor a citizen's deletion touches them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pause(self, reason: str, admin: str, at: float, update_id: int | None = None) -> bool:
        """Stop answering, with a message for citizens; False where this update did so before."""
        return self._add(StaffAction.PAUSE, admin, reason, at, update_id)

    def resume(self, admin: str, at: float, update_id: int | None = None) -> bool:
        """Answer again; False where this update did so before."""
        return self._add(StaffAction.RESUME, admin, "", at, update_id)

    def paused(self) -> Pause | None:
        """Give the pause that holds, if one does."""
        row = self._database.row(
            "SELECT detail, at, action FROM audit ORDER BY number DESC LIMIT 1"
        )
        if row is None or row[2] != StaffAction.PAUSE:
            return None
        return Pause(row[0], row[1])

    def audit(self, since: float) -> list[AuditLine]:
        """Give what was done since then, oldest first."""
        rows = self._database.rows(
            "SELECT at, admin, action, detail FROM audit WHERE at >= ? ORDER BY number", (since,)
        )
        return [
            AuditLine(at, admin, StaffAction(action), detail) for at, admin, action, detail in rows
        ]

    def _add(
        self, action: StaffAction, admin: str, detail: str, at: float, update_id: int | None
    ) -> bool:
        added = self._database.change(
            "INSERT INTO audit (at, admin, action, detail, update_id) SELECT ?, ?, ?, ?, ?"
            # After a week without updates Telegram draws their ids anew.
            " WHERE NOT EXISTS (SELECT 1 FROM audit WHERE update_id = ? AND at > ?)",
            (at, admin, action.value, detail, update_id, update_id, at - IDS_KEPT_SECONDS),
        )
        return bool(added)
