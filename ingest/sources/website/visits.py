"""Visits pages one by one and says what became of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.errors import FetchError, PageGoneError, SkipReason
from ingest.fetching.models import FetchedPage, Fetcher, NotModified
from ingest.models import UNSTATED, Finding, FoundArticle, Gone, KnownPage, Skipped, Unchanged
from ingest.sources.website.identity import Identities
from ingest.sources.website.models import Listed
from ingest.sources.website.pages import PageReader, ReadPage
from ingest.sources.website.scope import Scope
from ingest.sources.website.urls import is_root, normalise_url
from vectorstore.models import Article

# A crawl meets many such pages; that they hold no article is no fault of theirs.
_NOT_WORTH_TELLING = frozenset({SkipReason.NO_TEXT, SkipReason.UNSUPPORTED, SkipReason.EMPTY})


@dataclass(frozen=True, slots=True)
class Demands:
    """What a page that is not known yet must be to become an article; documents always do.

    `article_like` leaves out pages that list others or ask not to be listed themselves;
    `min_characters` is the least text; `tell_all` reports also pages that merely hold no article.
    """

    article_like: bool = True
    min_characters: int = 0
    tell_all: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit found, and the links of the page."""

    findings: tuple[Finding, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page that was asked for: how it was listed, what is known of it, and where it stands."""

    listed: Listed
    known: KnownPage | None
    final: str

    @property
    def name(self) -> str:
        return self.known.url if self.known else self.listed.url

    @property
    def moved(self) -> bool:
        return self.final != self.listed.url


class Visits:
    """All visits of one reading of a website; no page is visited twice.

    Set `demands` before the first visit of pages that were found in another way.
    """

    def __init__(
        self, fetcher: Fetcher, scope: Scope, reader: PageReader, known: Sequence[KnownPage]
    ) -> None:
        self.demands = Demands()
        self._fetcher = fetcher
        self._scope = scope
        self._reader = reader
        self._known = {normalise_url(page.url) or page.url: page for page in known}
        self._identities = Identities(known, scope, self._read_title)
        self._asked: set[str] = set()
        self._gone: list[Gone] = []

    def knows(self, url: str) -> bool:
        """Whether the library holds an article of this page."""
        return url in self._known

    def pending(self) -> tuple[str, ...]:
        """The known pages that were not visited yet."""
        return tuple(url for url in self._known if url not in self._asked)

    def gone(self) -> Iterator[Gone]:
        """The articles that are gone; known once all pages were visited, since some only moved."""
        seen = self._identities.seen()
        return (gone for gone in self._gone if gone.article_id not in seen)

    def visit(
        self, listed: Listed, *, conditional: bool = True, answer: FetchedPage | None = None
    ) -> Visit:
        """Ask for a page, unless its `answer` is at hand, and read it.

        Without `conditional` the page is given even if it is as it was, for its links.
        """
        url = listed.url
        if url in self._asked:
            return Visit()
        self._asked.add(url)
        known = self._known.get(url)
        barred = self._scope.why_excluded(url) if known else self._scope.why_barred(url)
        if barred:
            return self._withdraw(known, f"is excluded: {barred}")
        validators = known.validators if known and conditional else UNSTATED
        try:
            page = answer or self._fetcher.fetch(url, validators)
        except PageGoneError as error:
            if known:
                return self._withdraw(known, error.reason)
            return _skip(url, error.reason, SkipReason.GONE)
        except FetchError as error:
            return _skip(known.url if known else url, error.reason, error.code)
        asked = _Asked(listed, known, normalise_url(page.url) or url)
        if isinstance(page, NotModified):
            return self._leave(asked)
        return self._take(asked, page)

    def _leave(self, asked: _Asked) -> Visit:
        if asked.known is None:
            reason = "is said to be unchanged, though it was never read"
            return _skip(asked.name, reason, SkipReason.UNAVAILABLE)
        self._asked.add(asked.final)
        self._identities.note(asked.known.article_id, asked.listed.url, asked.final)
        return Visit((Unchanged(asked.known.article_id, asked.known.url),))

    def _take(self, asked: _Asked, page: FetchedPage) -> Visit:
        if asked.moved:
            elsewhere = self._follow(asked)
            if elsewhere is not None:
                return elsewhere
            self._asked.add(asked.final)
        read = self._reader.read(page, asked.final, asked.listed.title)
        return Visit(tuple(self._judge(asked, page, read)), read.markup.links)

    def _follow(self, asked: _Asked) -> Visit | None:
        """What becomes of a page that leads elsewhere; None where the other place is to be read."""
        final, known = asked.final, asked.known
        barred = self._scope.why_barred(final)
        if barred:
            return _skip(asked.name, f"leads to {final}, and {barred}", SkipReason.EXCLUDED)
        if is_root(final) and not is_root(asked.listed.url):
            reason = "leads to the home page, as pages do that are gone"
            return _skip(asked.name, reason, SkipReason.UNAVAILABLE)
        if final not in self._asked and final not in self._known:
            return None
        there = self._known[final].article_id if final in self._known else ""
        there = self._identities.id_at(final) or there
        if known and there and there != known.article_id:
            return self._withdraw(known, f"moved to {final}")
        if known and not there:
            return _skip(asked.name, f"leads to {final}, which is no article", SkipReason.NO_TEXT)
        return Visit()

    def _judge(self, asked: _Asked, page: FetchedPage, read: ReadPage) -> Iterator[Finding]:
        known = asked.known
        if read.markup.noindex and self.demands.article_like:
            self._withdraw(known, "asks not to be listed (noindex)")
        elif read.article is None:
            if read.fault and (known or self._is_worth_telling(read.fault.code)):
                yield Skipped(asked.name, read.fault.reason, read.fault.code)
        elif excluded := self._scope.why_excluded(asked.final):
            self._withdraw(known, f"moved to {asked.final}, which is excluded: {excluded}")
        elif (known is None or asked.moved) and not self._is_article_like(read):
            if known:
                reason = f"leads to {asked.final}, which is no article"
                yield Skipped(asked.name, reason, SkipReason.NO_TEXT)
        else:
            yield from self._give(asked, page, read.article, read.markup.canonical)

    def _give(
        self, asked: _Asked, page: FetchedPage, article: Article, canonical: str
    ) -> Iterator[Finding]:
        url, title = asked.listed.url, article.info.title
        article_id = self._identities.choose(url, asked.final, canonical, title)
        if not article_id:
            reason = "stands at the address of another article, though it is not the same"
            yield Skipped(asked.name, reason, SkipReason.DUPLICATE_ID)
            return
        if asked.known and asked.known.article_id != article_id:
            self._withdraw(asked.known, f"moved to {article_id}")
        if self._identities.note(article_id, url, asked.final, title=title):
            yield FoundArticle(_complete(article, article_id, asked.listed), url, page.validators)

    def _is_worth_telling(self, code: SkipReason) -> bool:
        return self.demands.tell_all or code not in _NOT_WORTH_TELLING

    def _is_article_like(self, read: ReadPage) -> bool:
        if read.is_document:
            return True
        if len(read.own_text) < self.demands.min_characters:
            return False
        return not (self.demands.article_like and read.is_link_list)

    def _withdraw(self, known: KnownPage | None, reason: str) -> Visit:
        if known:
            self._gone.append(Gone(known.article_id, known.url, reason))
        return Visit()

    def _read_title(self, url: str) -> str | None:
        try:
            page = self._fetcher.fetch(url)
        except PageGoneError:
            return None
        except FetchError:
            return ""
        if isinstance(page, NotModified):
            return ""
        article = self._reader.read(page, url).article
        return article.info.title if article else ""


def _skip(name: str, reason: str, code: SkipReason) -> Visit:
    return Visit((Skipped(name, reason, code),))


def _complete(article: Article, article_id: str, listed: Listed) -> Article:
    info = article.info
    stated = info.url if normalise_url(info.url) == article_id else article_id
    published = info.published or listed.published
    return replace(
        article, info=replace(info, article_id=article_id, url=stated, published=published)
    )
