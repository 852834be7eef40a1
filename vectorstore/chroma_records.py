"""Small records on a Chroma server: named texts and numbers, with neither vector nor search."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from chromadb.api.client import Client
from chromadb.errors import NotFoundError

from vectorstore.chroma_clients import reading_errors_mapped, writing_errors_mapped

Facts = Mapping[str, str | int]

# Chroma wants a vector for every record; these are never searched.
_NO_VECTOR = np.array([1.0, 0.0], np.float32)
# Chroma Cloud gives at most this many names at a time.
_PAGE = 100
# Takes the server about a tenth of a second.
_DELETED_AT_ONCE = 1000


class Records:
    """The collections of a server and the records in them.

    A record's texts are kept as metadata: as documents they would be indexed for full-text search,
    which makes writing four times and deleting a hundred times as slow.
    """

    def __init__(self, client: Client, url: str) -> None:
        self._client = client
        self._url = url

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def collections(self, mark: str) -> list[str]:
        """Name the collections that carry a mark of ours.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        names: list[str] = []
        with reading_errors_mapped(self._url):
            for start in range(0, self._client.count_collections(), _PAGE):
                page = self._client.list_collections(limit=_PAGE, offset=start)
                names += [c.name for c in page if mark in (c.metadata or {})]
        return names

    def delete(self, collection: str) -> None:
        """Delete a collection bit by bit; nothing happens where there is none.

        At once it would keep the server from answering anybody until all of it is gone.

        Raises:
            StoreUnreachableError: the server does not answer.
            StoreUnwritableError: it cannot be written.
        """
        with writing_errors_mapped(self._url):
            try:
                held = self._client.get_collection(collection, embedding_function=None)
                while ids := held.get(limit=_DELETED_AT_ONCE, include=[])["ids"]:
                    held.delete(ids=ids)
                self._client.delete_collection(collection)
            except NotFoundError:
                return

    def put(self, collection: str, records: Mapping[str, Facts], mark: str = "") -> None:
        """Write records over those of the same ids, in a collection that is made if need be.

        Raises:
            StoreUnreachableError: the server does not answer.
            StoreUnwritableError: it cannot be written.
        """
        with writing_errors_mapped(self._url):
            found = self._client.get_or_create_collection(
                collection, embedding_function=None, metadata={mark: "yes"} if mark else None
            )
            found.upsert(
                ids=list(records),
                embeddings=np.tile(_NO_VECTOR, (len(records), 1)),
                metadatas=[dict(facts) for facts in records.values()],
            )

    def get(self, collection: str, record_ids: Sequence[str]) -> dict[str, Facts]:
        """Read records by id; those that do not exist are left out.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        with reading_errors_mapped(self._url):
            try:
                held = self._client.get_collection(collection, embedding_function=None)
                found = held.get(ids=list(record_ids), include=["metadatas"])
            except NotFoundError:
                return {}
        metadatas = cast("list[Facts]", found["metadatas"] or [])
        return dict(zip(found["ids"], metadatas, strict=True))
