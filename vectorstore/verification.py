"""Verifies a build in a child process, since a damaged vector file can end the process.

`python -m vectorstore.verification FOLDER` exits with 0 where the build is sound, and with 1 and
one sentence where it is not. It ends when its standard input does.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

from vectorstore.build import check_files, check_searches, open_build, read_manifest
from vectorstore.errors import BuildDamagedError, VectorStoreError
from vectorstore.faults import FaultPoint, reach

# Opening and searching 100,000 chunks takes seconds; a hang must not hold an ingest for ever.
_TIMEOUT_SECONDS = 300
_PARENT_ENDED = 3


def verify_build(folder: Path) -> None:
    """Check a build's files, count and canary searches in a child process.

    Raises:
        BuildDamagedError: the build is damaged, or ends or hangs the process that reads it.
    """
    command = [sys.executable, "-m", "vectorstore.verification", str(folder)]
    # Nothing is ever written into this pipe; that it closes tells the child that we have ended.
    reading, writing = os.pipe()
    try:
        # The command is this interpreter and our own module; no text of others is in it.
        child = subprocess.run(  # noqa: S603
            command,
            stdin=reading,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BuildDamagedError(f"Reading the build {folder.name} does not end.") from error
    finally:
        os.close(reading)
        os.close(writing)
    if child.returncode != 0:
        lines = child.stderr.strip().splitlines() if child.returncode == 1 else []
        reason = lines[-1] if lines else f"Reading it ends the process ({child.returncode})."
        raise BuildDamagedError(f"The build {folder.name} is damaged: {reason}")


def main(folder: Path) -> int:
    """Verify one build in this process and give the exit code."""
    try:
        build = open_build(folder, read_manifest(folder).fingerprint)
        check_searches(folder, build)
        build.close()
        # Should a version of Chroma change what it opens, every later opening would be refused.
        check_files(folder, build.manifest)
        reach(FaultPoint.VERIFY_SEARCHED)
    except VectorStoreError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the parent process reads it
        return 1
    return 0


def _end_with_parent() -> None:
    """End this process once its parent has, since the next ingest removes what is read here."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(_PARENT_ENDED)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    raise SystemExit(main(Path(sys.argv[1])))
