"""Stops a sync that would remove more than is plausible (pure)."""

from collections.abc import Sequence

from ingest.errors import SyncRefusedError
from ingest.models import Skipped
from ingest.sync import SyncPlan

# Below this many articles a share says little: one of three is already a third.
_FEW_ARTICLES = 10


def refuse_implausible(plan: SyncPlan, most_removed: float) -> None:
    """Stop a sync that finds nothing, or would remove more than `most_removed` (0..1) of a source.

    Raises:
        SyncRefusedError: with what to do next.
    """
    found = len(plan.new) + len(plan.changed) + len(plan.unchanged)
    before = len(plan.changed) + len(plan.unchanged) + len(plan.removed) + len(plan.kept)
    if found == 0:
        count = len(plan.failed)
        first = f" First of {count} faults: {_told(plan.failed[0])}" if count else ""
        raise SyncRefusedError(
            f"No articles were found, so nothing was changed.{first} "
            "Check the source, or repeat with --yes to remove what it gave before."
        )
    if len(plan.removed) > max(most_removed * before, 1 if before < _FEW_ARTICLES else 0):
        raise SyncRefusedError(
            f"This would remove {len(plan.removed)} of {before} articles, so nothing was changed. "
            "Check the source, or repeat with --yes if they are really gone."
        )


def refuse_emptying(plans: Sequence[SyncPlan], known: int) -> None:
    """Stop a sync that would leave none of the `known` articles, however sure the operator is.

    Raises:
        SyncRefusedError: since a bot without any article could only be silent.
    """
    if known <= sum(len(plan.removed) for plan in plans):
        raise SyncRefusedError(
            "This would leave no article at all, so nothing was changed; "
            "ingest what is to be there instead, then remove the rest."
        )


def _told(skipped: Skipped) -> str:
    return f"{skipped.name}: {skipped.reason.rstrip('.')}."
