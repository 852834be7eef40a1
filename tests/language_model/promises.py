"""What Suluh promises of every answer, whatever a language model writes."""

import re
from collections.abc import Callable

from bot.answering.generating.prompting import has_url
from bot.answering.models import Answer
from vectorstore.live import LiveBuild
from vectorstore.models import Chunk

_MARK = re.compile(r"\s*\[(\d{1,4})\]")
_DIGITS = re.compile(r"\d+")
# Words of our prompt and its marks, which no answer has a reason to hold.
_OURS = ("passages-", "question-", '"citations"', "completeness", "between marks")


def broken_promises(answer: Answer, chunk_of: Callable[[str], Chunk]) -> list[str]:
    """Name what an answer breaks; nothing, as it should be."""
    broken = [f"leaks {words}" for words in _OURS if words in answer.text]
    cited = {citation.number: citation for citation in answer.citations}
    for citation in answer.citations:
        chunk = chunk_of(citation.chunk_id)
        if citation.quote not in chunk.text:
            broken.append(f"[{citation.number}] is not verbatim")
        if citation.url != chunk.url:
            broken.append(f"[{citation.number}] links elsewhere")
    if {int(number) for number in _MARK.findall(answer.text)} - set(cited):
        broken.append("cites what it does not list")
    if answer.status.group == "answered" and not cited:
        broken.append("answers without a source")
    for sentence, number in worded_sentences(answer):
        if number not in cited:
            broken.append("says what nothing is cited for")
            continue
        source = chunk_of(cited[number].chunk_id)
        known = f"{source.article.title} {source.section} {source.lead} {source.text}"
        if set(_DIGITS.findall(sentence)) - set(_DIGITS.findall(known)):
            broken.append(f"says a number that [{number}] does not")
        if has_url(sentence):
            broken.append("says an address")
    return broken


def worded_sentences(answer: Answer) -> list[tuple[str, int]]:
    """Give each sentence that a model wrote with its citation, 0 where it has none."""
    if not answer.worded:
        return []
    sentences = []
    for line in answer.text.splitlines():
        # Our own sentences, such as the way to the PPID, have no mark; they name no source.
        parts = _MARK.split(line)
        if len(parts) > 1:
            sentences += [
                (text.strip(), int(number))
                for text, number in zip(parts[::2], parts[1::2], strict=False)
            ]
            if parts[-1].strip():
                sentences.append((parts[-1].strip(), 0))
    return sentences


def chunks_of(live: LiveBuild) -> Callable[[str], Chunk]:
    """Read chunks of the live build."""

    def read(chunk_id: str) -> Chunk:
        with live.lease() as build:
            [chunk] = build.vectors.chunks([chunk_id])
        return chunk

    return read
