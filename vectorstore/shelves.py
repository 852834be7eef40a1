"""Chooses where builds are kept: a folder of this machine, or a Chroma server."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from vectorstore.chroma_clients import ChromaServer
from vectorstore.folder_shelf import FolderShelf
from vectorstore.server_shelf import ServerShelf
from vectorstore.settings import StoreSettings
from vectorstore.shelf import Shelf


@contextmanager
def open_shelf(settings: StoreSettings) -> Iterator[Shelf]:
    """Give the configured shelf and close its connections at the end; nothing is asked yet."""
    if not settings.chroma_url:
        yield FolderShelf(settings.index_folder)
        return
    server = ChromaServer(settings.chroma_url, settings.chroma_token.get_secret_value())
    with closing(ServerShelf(server, settings.downloads_folder)) as shelf:
        yield shelf
