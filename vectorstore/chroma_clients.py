"""How Chroma is reached, in a folder or on a server, and its errors in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import chromadb
import httpx
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.auth import UserIdentity
from chromadb.config import Settings
from chromadb.errors import (
    AuthorizationError,
    ChromaAuthError,
    QuotaError,
    RateLimitError,
)
from overrides import override

from vectorstore.errors import (
    BuildDamagedError,
    StoreUnreachableError,
    StoreUnwritableError,
    VectorStoreError,
)

# A server of the same network accepts at once or not at all.
_CONNECT_SECONDS = 2.0
# Chroma asks for one, and with a whole address as host makes no use of it.
_UNUSED_PORT = 8000
_DATABASE = "chroma.sqlite3"
# Over every text beside a vector, for conditions that are never asked; opening does not miss it.
_TEXT_INDEX = "embedding_metadata_string_value"
_REFUSALS = (AuthorizationError, ChromaAuthError, QuotaError, RateLimitError)


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """The address of a Chroma server, and the token that a proxy before it may ask for."""

    url: str
    token: str = field(default="", repr=False)


def make_folder_client(folder: Path) -> Client:
    """Make a database in an empty folder, without the index that would double it."""
    # Closed meanwhile: two copies of SQLite in one process do not see each other's locks.
    _folder_client(folder).close()
    with closing(sqlite3.connect(folder / _DATABASE)) as database, database:
        database.execute(f"DROP INDEX IF EXISTS {_TEXT_INDEX}")
    return _folder_client(folder)


def seal_folder(folder: Path) -> None:
    """Have later openings leave the database byte for byte as it is, once its client is closed.

    Chroma adds a row to this table whenever it is opened, and never reads one. What its log took
    is given back to the disk, since every opening reads the whole file for its digest.
    """
    with closing(sqlite3.connect(folder / _DATABASE)) as database:
        with database:
            database.execute(
                "CREATE TRIGGER suluh_sealed BEFORE INSERT ON acquire_write"
                " BEGIN SELECT RAISE(IGNORE); END"
            )
        database.execute("VACUUM")


def open_folder_client(folder: Path) -> Client:
    """Open the database in a folder.

    Raises:
        BuildDamagedError: the folder holds none that can be opened.
    """
    # Chroma would make an empty database where the file is missing.
    if not (folder / _DATABASE).is_file():
        raise BuildDamagedError("The database of the build is missing.")
    with reading_errors_mapped():
        return _folder_client(folder)


def _folder_client(folder: Path) -> Client:
    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))


def open_server_client(server: ChromaServer, seconds: float) -> Client:
    """Connect to a server, each of whose answers may take up to `seconds`.

    Raises:
        StoreUnreachableError: it does not answer, or refuses.
    """
    settings = Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=server.url,
        chroma_server_http_port=_UNUSED_PORT,
        chroma_server_headers={"Authorization": f"Bearer {server.token}"} if server.token else {},
    )
    with reading_errors_mapped(server.url):
        return _ServerClient(settings, httpx.Timeout(seconds, connect=_CONNECT_SECONDS))


class _ServerClient(Client):
    """Chroma's client for servers, which by itself would wait for ever and leave sockets open."""

    def __init__(self, settings: Settings, timeout: httpx.Timeout) -> None:
        self._timeout = timeout
        super().__init__(settings=settings)

    @override
    def get_user_identity(self) -> UserIdentity:
        # This is its first request, and there is no setting for the time limit.
        self._session.timeout = self._timeout
        return self._server.get_user_identity()

    @override
    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        # It would ask over another connection without a time limit; the first use tells the same.
        return

    @override
    def close(self) -> None:
        self._session.close()
        super().close()

    @property
    def _session(self) -> httpx.Client:
        return cast("FastAPI", self._server)._session


@contextmanager
def reading_errors_mapped(url: str = "") -> Iterator[None]:
    """Turn whatever Chroma raises while it reads into the errors of the store.

    Raises:
        StoreUnreachableError: the server at `url` does not answer, or refuses.
        BuildDamagedError: anything else.
    """
    try:
        yield
    except (VectorStoreError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # Chroma's Rust core reports damaged pages as PanicException, which is no Exception.
        _raise_unreachable(error, url)
        raise BuildDamagedError(
            f"The vector index of the build cannot be read ({type(error).__name__})."
        ) from error


@contextmanager
def writing_errors_mapped(url: str) -> Iterator[None]:
    """Turn whatever goes wrong while a server is written to into the errors of the store.

    Raises:
        StoreUnreachableError: the server at `url` does not answer, or refuses.
        StoreUnwritableError: anything else.
    """
    try:
        yield
    except VectorStoreError:
        raise
    except Exception as error:
        _raise_unreachable(error, url)
        raise StoreUnwritableError(
            f"The Chroma server at {url} cannot be written ({type(error).__name__}: {error}); the "
            "live build is kept. Check its disk and its log, then run the command again."
        ) from error


def _raise_unreachable(error: BaseException, url: str) -> None:
    reason = _refusal(error)
    if reason:
        raise StoreUnreachableError(
            f"The Chroma server at {url} {reason}; what it holds is kept. See that it runs and "
            "that SULUH_CHROMA_URL and SULUH_CHROMA_TOKEN are right, then try again."
        ) from error


def _refusal(error: BaseException) -> str:
    """Say how a server failed; empty where the fault is another."""
    if isinstance(error, httpx.TimeoutException):
        return "takes too long to answer"
    if isinstance(error, httpx.TransportError):
        return f"does not answer ({type(error).__name__})"
    if isinstance(error, _REFUSALS):
        return f"refuses ({type(error).__name__})"
    # Where a proxy answers in place of Chroma, the client raises a bare Exception within this one.
    if isinstance(error.__context__, httpx.HTTPStatusError) and type(error) is Exception:
        return f"answers with HTTP status {error.__context__.response.status_code}"
    return ""
