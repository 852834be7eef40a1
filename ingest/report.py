"""What an ingest did, for people and for scripts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ingest.building import Published
from ingest.hygiene import Flagged
from ingest.models import Skipped
from ingest.preview import Preview
from ingest.sync import SyncPlan


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an ingest did; `published` is None for a dry run, `preview` for a real one.

    `flagged` are the texts of new and changed articles that read like instructions to a language
    model.
    """

    new: int
    changed: int
    unchanged: int
    removed: int
    kept: int
    failed: tuple[Skipped, ...]
    withdrawn: tuple[tuple[str, str], ...]
    published: Published | None
    preview: Preview | None = None
    flagged: tuple[Flagged, ...] = ()

    @classmethod
    def of(
        cls,
        plans: Sequence[SyncPlan],
        *,
        published: Published | None = None,
        preview: Preview | None = None,
        flagged: Sequence[Flagged] = (),
    ) -> "SyncReport":
        """Add up the plans of all sources."""
        return cls(
            new=sum(len(plan.new) for plan in plans),
            changed=sum(len(plan.changed) for plan in plans),
            unchanged=sum(len(plan.unchanged) for plan in plans),
            removed=sum(len(plan.removed) for plan in plans),
            kept=sum(len(plan.kept) for plan in plans),
            failed=tuple(item for plan in plans for item in plan.failed),
            withdrawn=tuple(item for plan in plans for item in plan.withdrawn),
            published=published,
            preview=preview,
            flagged=tuple(flagged),
        )

    def as_json(self) -> dict[str, Any]:
        """Give the report as the JSON that scripts read."""
        live = self.published
        report: dict[str, Any] = {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "kept": self.kept,
            "failed": [
                {"name": item.name, "code": item.code.value, "reason": item.reason}
                for item in self.failed
            ],
            "withdrawn": [
                {"article_id": article_id, "reason": reason}
                for article_id, reason in self.withdrawn
            ],
            "flagged": [asdict(text) for text in self.flagged],
            "build": live.build_id if live else None,
            "published": bool(live and live.new),
            "chunks": live.chunks if live else None,
            "embedded": live.embedded if live else 0,
            "held_back": (live.held_back or None) if live else None,
        }
        return report if self.preview is None else report | {"preview": self.preview.as_json()}
