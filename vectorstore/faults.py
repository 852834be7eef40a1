"""Points at which a run can be made to fail, so that tests prove what survives.

SULUH_FAULT_AT=publish.renamed           the process is killed (SIGKILL) where it reaches the point
SULUH_FAULT_AT=write.batch:3             where it reaches it for the third time
SULUH_FAULT_AT=publish.renamed=enospc    the disk is full there, once (OSError ENOSPC)
SULUH_FAULT_TRACE=FILE                   every point that is reached is written into the file

Without these variables reaching a point costs two look-ups in the environment. A name that is no
point is refused, so that a test with a misspelt name cannot pass.
"""

import errno
import os
import signal
from enum import StrEnum
from pathlib import Path

_AT, _TRACE = "SULUH_FAULT_AT", "SULUH_FAULT_TRACE"
_DISK_FULL = "enospc"


class FaultPoint(StrEnum):
    """Every point, in the order in which an ingest reaches them; the rollback comes last."""

    SYNC_LOCKED = "sync.locked"
    SYNC_PLANNED = "sync.planned"
    SYNC_STORED = "sync.stored"
    SYNC_COMMITTED = "sync.committed"
    SYNC_CLEANED = "sync.cleaned"
    EMBED_COMPUTED = "embed.computed"
    EMBED_SAVED = "embed.saved"
    WRITE_STARTED = "write.started"
    WRITE_BATCH = "write.batch"
    WRITE_VECTORS = "write.vectors"
    WRITE_SEALED = "write.sealed"
    WRITE_KEYWORDS = "write.keywords"
    WRITE_CANARIES = "write.canaries"
    WRITE_MANIFEST = "write.manifest"
    WRITE_FLUSHED = "write.flushed"
    VERIFY_STARTED = "verify.started"
    VERIFY_SEARCHED = "verify.searched"  # in the child process
    VERIFY_ENDED = "verify.ended"
    PUBLISH_STARTED = "publish.started"
    PUBLISH_RENAMED = "publish.renamed"
    POINTER_WRITTEN = "pointer.written"
    POINTER_REPLACED = "pointer.replaced"
    REMOVE_SET_ASIDE = "remove.set_aside"
    REMOVE_DELETED = "remove.deleted"
    PUBLISH_ENDED = "publish.ended"
    SYNC_FORGOTTEN = "sync.forgotten"
    ROLLBACK_VERIFIED = "rollback.verified"
    ROLLBACK_ENDED = "rollback.ended"


def reach(point: FaultPoint) -> None:
    """Fail here if the environment asks for it.

    Raises:
        OSError: the disk was asked to be full here.
        ValueError: SULUH_FAULT_AT names no point or no fault.
    """
    trace, asked = os.environ.get(_TRACE), os.environ.get(_AT)
    if trace:
        with Path(trace).open("a", encoding="ascii") as file:
            file.write(f"{point}\n")
    if asked:
        _fail_if_asked(point, asked)


def _fail_if_asked(point: FaultPoint, asked: str) -> None:
    place, _, fault = asked.partition("=")
    name, _, passes = place.partition(":")
    if fault not in ("", _DISK_FULL):
        raise ValueError(f"{_AT} names no fault: {fault}")
    if FaultPoint(name) is not point:
        return
    left = int(passes or 1) - 1
    if left:
        os.environ[_AT] = f"{name}:{left}" + (f"={fault}" if fault else "")
    elif fault:
        del os.environ[_AT]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    else:
        os.kill(os.getpid(), signal.SIGKILL)
