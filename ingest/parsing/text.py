"""From plain text to an article."""

from ingest.models import SourceDefaults
from ingest.parsing.draft import Draft, finish_article, readable_stem
from vectorstore.cleaning import clean_text
from vectorstore.models import Article, Block

_MAX_TITLE_LINE = 200  # characters; a longer first line is a paragraph
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",")


def parse_text(
    source: str, article_id: str, defaults: SourceDefaults | None = None, *, stem: str = ""
) -> Article:
    """Read plain text as one block whose title is its first line, or the file's stem.

    Raises:
        SkippedInputError: there is no text.
    """
    title, text = _part_title(clean_text(source))
    draft = Draft(blocks=(Block(text=text),), title=title or readable_stem(stem))
    return finish_article(article_id, draft, defaults or SourceDefaults())


def _part_title(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    if len(first) > _MAX_TITLE_LINE:
        return "", text
    # A first line that is a sentence, or all there is, must stay quotable.
    stands_apart = bool(rest.strip()) and not first.endswith(_SENTENCE_ENDS)
    return first, rest if stands_apart else text
