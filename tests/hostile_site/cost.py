"""Prints what reading pages costs: `python -m tests.hostile_site.cost URL...`, a line for each.

The process that reads is not the one that serves, so that its memory is the reader's alone.
"""

import contextlib
import json
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import FetchError
from ingest.fetching.client import PoliteFetcher
from ingest.fetching.models import FetchLimits


def main(urls: list[str]) -> None:
    """Read each page as a run of its own would, with the default limits but without pauses."""
    with contextlib.suppress(FetchError):  # loads what loads late
        _fetcher(urls[0]).fetch(f"http://{urlsplit(urls[0]).netloc}/good")
    for url in urls:
        print(json.dumps(_cost(url)), flush=True)  # noqa: T201 - its output is what it is for


def _fetcher(url: str) -> PoliteFetcher:
    limits = FetchLimits(seconds_between=0.0)
    return PoliteFetcher(limits=limits, allowed_private=(urlsplit(url).netloc,))


def _cost(url: str) -> dict[str, str | float]:
    fetcher = _fetcher(url)
    Path("/proc/self/clear_refs").write_text("5")  # sets the peak back to what is in use now
    before, start = _peak_megabytes(), time.monotonic()
    try:
        fetcher.fetch(url)
        outcome = "page"
    except FetchError as fault:
        outcome = f"{type(fault).__name__} {fault.code}"
    seconds = time.monotonic() - start
    return {
        "url": url,
        "outcome": outcome,
        "seconds": round(seconds, 1),
        "megabytes": round(_peak_megabytes() - before, 1),
    }


def _peak_megabytes() -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
