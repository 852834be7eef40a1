"""From what staff name or list to a source that can be read."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import SourceListError, SourceNotFoundError
from ingest.fetching.models import Fetcher
from ingest.models import Source, SourceDefaults
from ingest.parsing.documents import DOCUMENT_PARSERS
from ingest.source_list import ListedSource, SourceList, read_source_list
from ingest.sources.files import read_source
from ingest.sources.folder_rules import FolderRules
from ingest.sources.website import Website, read_website
from vectorstore.models import ArticleKind


def listed_sources(path: Path, *, needed: bool) -> SourceList:
    """Read the list of sources; without one there is nothing listed, unless it is needed.

    Raises:
        SourceListError: it is needed and not there, or it cannot be read.
    """
    if path.exists():
        return read_source_list(path)
    if needed:
        raise SourceListError(
            f"There is no list of sources {path}, so nothing was done; name files, folders or "
            "addresses, or write the list."
        )
    return SourceList()


def choose_sources(names: Sequence[str], listed: SourceList) -> list[ListedSource]:
    """Give what staff named: a listed source by its name, else a path or an address; else all."""
    if not names:
        return list(listed.source)
    by_name = {source.name: source for source in listed.source}
    return [by_name.get(name) or ListedSource(name=name, at=name) for name in names]


def open_source(source: ListedSource, base: Path, publisher: str, fetcher: Fetcher) -> Source:
    """Make a source that can be read; paths are relative to `base`.

    Raises:
        SourceNotFoundError: there is no such file or folder.
    """
    kind = source.kind or ArticleKind.DOCUMENT
    defaults = SourceDefaults(source.publisher or publisher, kind, source.superseded)
    if is_address(source.at):
        return _open_website(source, defaults, fetcher)
    path = _path(source, base)
    if not path.exists():
        raise SourceNotFoundError(
            f"There is no file or folder {source.at}, so nothing was changed; check the path."
        )
    rules = FolderRules(include=source.include, exclude=source.exclude)
    return Source(str(path), lambda known: read_source(path, defaults, rules, known))


def website_hosts(sources: Sequence[ListedSource]) -> tuple[str, ...]:
    """Give the hosts that the websites among these sources may be read from."""
    addresses = [source.at for source in sources if is_address(source.at)]
    named = [f"//{host}" for source in sources for host in source.allowed_hosts]
    hosts = (urlsplit(place).hostname for place in (*addresses, *named))
    return tuple(dict.fromkeys(filter(None, hosts)))


def source_name(source: ListedSource, base: Path) -> str:
    """Give what a source's articles are filed under: its address, or its whole path."""
    return source.at if is_address(source.at) else str(_path(source, base))


def is_address(place: str) -> bool:
    """Tell whether a place is an address rather than a path."""
    return "://" in place


def _open_website(source: ListedSource, defaults: SourceDefaults, fetcher: Fetcher) -> Source:
    site = Website(
        start=source.at,
        how=source.how,
        allowed_hosts=source.allowed_hosts,
        include=source.include,
        exclude=source.exclude,
        max_pages=source.max_pages,
        max_depth=source.max_depth,
    )
    return Source(
        source.at,
        lambda known: read_website(site, fetcher, known, defaults, DOCUMENT_PARSERS),
        lists_all=False,
    )


def _path(source: ListedSource, base: Path) -> Path:
    return (base / Path(source.at).expanduser()).resolve()
