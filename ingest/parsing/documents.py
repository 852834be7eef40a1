"""PDF and DOCX documents: read in a child process, since they are untrusted and costly.

The child gets nothing of this process's settings and hands back text as JSON; what it does to
itself ends with it, whatever the document holds.
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import SourceDefaults
from ingest.parsing.draft import Draft, finish_article, readable_stem
from ingest.parsing.limits import SCAN_LIMITS, DocumentLimits
from vectorstore.models import Article, ArticleKind, Block

MAX_DOCUMENT_BYTES = 50_000_000
DOCUMENT_VERSION = 1  # raise it when the same document would give another article
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
_log = logging.getLogger(__name__)

DocumentParser = Callable[[bytes, str, SourceDefaults], Article]


class DocumentType(StrEnum):
    """The documents that can be read."""

    PDF = "pdf"
    DOCX = "docx"


def read_document(
    stream: IO[bytes],
    document_type: DocumentType,
    article_id: str,
    defaults: SourceDefaults,
    *,
    url: str = "",
    stem: str = "",
    limits: DocumentLimits | None = None,
) -> Article:
    """Read a document from an open file with a descriptor, from where it stands to its end.

    Without any title the file's stem is made into one.

    Raises:
        SkippedInputError: it is encrypted, scanned, damaged, or costs more than the limits allow.
    """
    answer = _ask(stream, document_type, article_id, limits or DocumentLimits())
    if answer.get("code") == SkipReason.SCANNED and shutil.which("tesseract"):
        recognised = _ask(stream, "scanned-pdf", article_id, SCAN_LIMITS)
        answer = answer if "code" in recognised else recognised
    if "code" in answer:
        raise SkippedInputError(article_id, SkipReason(answer["code"]), answer["reason"])
    if answer["lost"]:
        pages = ", ".join(map(str, answer["lost"]))
        _log.warning(
            "%s: no text could be read on page %s; the others were kept", article_id, pages
        )
    return finish_article(article_id, _draft(answer, url, stem), defaults)


def parse_document(
    content: bytes, article_id: str, defaults: SourceDefaults, *, document_type: DocumentType
) -> Article:
    """Read a document that was fetched; its id is its address.

    Raises:
        SkippedInputError: it is empty, too large, or as `read_document` says.
    """
    if not content:
        raise SkippedInputError(article_id, SkipReason.EMPTY, "is empty")
    if len(content) > MAX_DOCUMENT_BYTES:
        reason = f"is larger than {MAX_DOCUMENT_BYTES // 1_000_000} MB"
        raise SkippedInputError(article_id, SkipReason.TOO_LARGE, reason)
    address = urlsplit(article_id)
    with tempfile.TemporaryFile() as stream:
        stream.write(content)
        stream.flush()
        return read_document(
            stream,
            document_type,
            article_id,
            defaults,
            url=article_id if address.scheme in {"http", "https"} else "",
            stem=PurePosixPath(unquote(address.path)).stem,
        )


DOCUMENT_PARSERS: Mapping[str, DocumentParser] = {
    "application/pdf": partial(parse_document, document_type=DocumentType.PDF),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": partial(
        parse_document, document_type=DocumentType.DOCX
    ),
}


def child_environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Give the few of our environment's variables that a child needs to run, and no secrets."""
    needed = {name: ours[name] for name in _PASSED_ON if name in ours}
    return {**needed, "OMP_THREAD_LIMIT": "1"}  # tesseract's threads cost more than they gain


def _ask(stream: IO[bytes], kind: str, name: str, limits: DocumentLimits) -> dict[str, Any]:
    """Run the child; its answer is a draft, or a code and a reason."""
    stream.seek(0)
    with tempfile.TemporaryFile() as output:
        status = _run(stream, output, [kind, limits.as_json()], limits.wall_seconds)
        if status is None or status == -signal.SIGXCPU:
            reason = "takes too long to read; split it or export it again"
            return {"code": SkipReason.TOO_SLOW, "reason": reason}
        output.seek(0)
        content = output.read(limits.output_bytes + 1)
    try:
        answer: dict[str, Any] = json.loads(content) if status == 0 else {}
    except ValueError:
        answer = {}
    if not answer:
        reason = f"ends the process that reads it ({status})"
        raise SkippedInputError(name, SkipReason.UNREADABLE, reason)
    return answer


def _run(stream: IO[bytes], output: IO[bytes], arguments: list[str], seconds: int) -> int | None:
    """Give the child's exit status; None where it had to be stopped."""
    command = [sys.executable, "-m", "ingest.parsing.document_child", *arguments]
    # The command is this interpreter and our own module; the document is only its input.
    child = subprocess.Popen(  # noqa: S603
        command,
        stdin=stream,
        stdout=output,
        stderr=subprocess.DEVNULL,
        env=child_environment(os.environ),
        start_new_session=True,  # so that what the child started can be stopped with it
    )
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _draft(answer: dict[str, Any], url: str, stem: str) -> Draft:
    return Draft(
        blocks=tuple(Block(text, tuple(path), anchor) for text, path, anchor in answer["blocks"]),
        title=answer["title"] or readable_stem(stem),
        url=url,
        published=date.fromisoformat(answer["published"]) if answer["published"] else None,
        kind=ArticleKind(answer["kind"]) if answer["kind"] else None,
    )
