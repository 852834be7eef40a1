"""A real Chroma server on the loopback, as staff would run it, that tests may stop and start."""

import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.config import Settings

_START_SECONDS = 30.0


class LocalChroma:
    """`chroma run` over a folder, at the same address after each start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address that settings take."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The id of the process that runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it unless it runs, and wait until it answers."""
        if self._process is not None:
            return
        program = Path(sys.executable).with_name("chroma")
        place = ["--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [str(program), "run", *place],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "chroma run ended"
            assert time.monotonic() < deadline, "chroma run does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it and wait until it has ended."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def names(self) -> set[str]:
        """Name its collections."""
        return {collection.name for collection in self._client().list_collections()}

    def empty(self) -> None:
        """Delete all its collections."""
        client = self._client()
        for collection in client.list_collections():
            client.delete_collection(collection.name)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=2).is_success
        except httpx.TransportError:
            return False

    def _client(self) -> ClientAPI:
        return chromadb.HttpClient(self.url, settings=Settings(anonymized_telemetry=False))


def free_port() -> int:
    """Give a port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
