"""Which article a page is: one that has several addresses is one article."""

from collections.abc import Callable, Iterable

from ingest.models import KnownPage
from ingest.sources.website.scope import Scope
from ingest.sources.website.urls import is_root, normalise_url

ReadTitle = Callable[[str], str | None]


class Identities:
    """The ids of articles, which are canonical addresses, and the pages that hold them.

    `read_title` reads the title of a page anew: None where the page is gone, "" where it cannot
    be told. It is asked only for pages whose server said that they are unchanged.
    """

    def __init__(self, known: Iterable[KnownPage], scope: Scope, read_title: ReadTitle) -> None:
        self._holders = {page.article_id: normalise_url(page.url) or page.url for page in known}
        self._scope = scope
        self._read_title = read_title
        self._titles: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._seen: set[str] = set()

    def choose(self, url: str, final: str, canonical: str, title: str) -> str:
        """Choose the id of what `url` gave from `final`; empty where another article has it.

        The canonical address that a page states is believed only where it can be: many sites
        state one and the same for all their pages.
        """
        for candidate in (self._trusted(canonical, final), final):
            if candidate and self._may_hold(candidate, url, final, title):
                return candidate
        return ""

    def note(self, article_id: str, *urls: str, title: str | None = None) -> bool:
        """Note that an article was seen at these addresses; False where it already was."""
        self._ids.update(dict.fromkeys(urls, article_id))
        if article_id in self._seen:
            return False
        self._seen.add(article_id)
        self._holders[article_id] = urls[0]
        if title is not None:
            self._titles[article_id] = title
        return True

    def id_at(self, url: str) -> str:
        """The id of the article that was seen at an address in this reading; empty for none."""
        return self._ids.get(url, "")

    def seen(self) -> frozenset[str]:
        """The ids of all articles that were seen in this reading."""
        return frozenset(self._seen)

    def _trusted(self, canonical: str, final: str) -> str:
        if not canonical or self._scope.why_excluded(canonical):
            return ""
        return "" if is_root(canonical) and not is_root(final) else canonical

    def _may_hold(self, article_id: str, url: str, final: str, title: str) -> bool:
        holder = self._holders.get(article_id)
        if holder is None or holder in {url, final}:
            return True
        if article_id not in self._titles:
            found = self._read_title(holder)
            if found is None:
                return True
            self._titles[article_id] = found
        return self._titles[article_id] in {"", title}
