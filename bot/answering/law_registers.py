"""Keeps the register of the live build's laws, and makes it anew when another build is live."""

import threading
from collections.abc import Callable

from bot.answering.law_citations import CitationParser
from bot.answering.law_register import LawRegister
from vectorstore.live import LiveBuild

# Of more chunks the register would take half a minute and hundreds of megabytes.
_MOST_CHUNKS = 200_000


class LawRegisters:
    """Gives the register of the build that is live; made once for each, when it is first needed.

    Only questions that cite a law need it; safe between threads.
    """

    def __init__(
        self, live: LiveBuild, parser: CitationParser, stems: Callable[[str], list[str]]
    ) -> None:
        self._live = live
        self._parser = parser
        self._stems = stems
        self._lock = threading.Lock()
        self._build = ""
        self._register: LawRegister | None = None

    def current(self) -> LawRegister | None:
        """Give the live build's register; None where it holds too much for one.

        Raises:
            VectorStoreError: the live build cannot be read.
        """
        with self._lock, self._live.lease() as build:
            manifest = build.manifest
            if self._build != manifest.build_id:
                self._register = None
                if manifest.chunks <= _MOST_CHUNKS:
                    places = build.vectors.places()
                    self._register = LawRegister.of_places(places, self._parser, self._stems)
                self._build = manifest.build_id
            return self._register
