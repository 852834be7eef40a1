"""From the rows that staff write to questions with what is expected of them."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from bot.errors import QuestionSetError
from bot.evaluation.models import GoldQuestion, QuestionSet, Unreadable
from bot.evaluation.rows import Row, read_rows
from vectorstore.cleaning import clean_line

# A field may have any of these names; the first that is filled in counts.
FIELDS = {
    "qid": ("qid", "id"),
    "question": ("question", "pertanyaan"),
    "articles": ("docids", "docid", "articles", "article", "artikel"),
    "phrases": ("must_contain", "harus_memuat", "frasa"),
    "answers": ("answers", "answer", "jawaban"),
    "answerable": ("answerable", "dapat_dijawab"),
    "language": ("lang", "language", "bahasa"),
    "register": ("register", "ragam"),
    "kind": ("kind", "category", "jenis", "kategori"),
    "earlier": ("dialogue", "earlier", "percakapan"),
}
_YES = frozenset("true yes ya y 1 benar bisa dapat".split())
_NO = frozenset("false no tidak n 0 salah bukan t".split())


def read_questions(path: Path) -> QuestionSet:
    """Read a question set; rows that cannot be read are named and the others kept.

    Raises:
        QuestionSetError: the file cannot be read, or holds no question at all.
    """
    questions: list[GoldQuestion] = []
    unreadable: list[Unreadable] = []
    lines: dict[str, int] = {}
    for row in read_rows(path):
        read = row if isinstance(row, Unreadable) else _read_row(row)
        if isinstance(read, GoldQuestion) and not isinstance(row, Unreadable):
            before = lines.setdefault(read.qid, row[0])
            if before == row[0]:
                questions.append(read)
                continue
            read = Unreadable(row[0], f"repeats the qid or question of line {before}")
        if isinstance(read, Unreadable):
            unreadable.append(read)
    if not questions:
        first = unreadable[0] if unreadable else None
        told = f"line {first.line} {first.reason}" if first else "it is empty"
        raise QuestionSetError(path, f"no question could be read; {told}")
    return QuestionSet(tuple(questions), tuple(unreadable))


def _read_row(row: Row) -> GoldQuestion | Unreadable:
    line, fields = row
    try:
        return question_of(fields)
    except ValueError as error:
        return Unreadable(line, str(error))


def question_of(fields: Mapping[str, object]) -> GoldQuestion:
    """Make a question of a row's fields.

    Raises:
        ValueError: there is no question, or a field is of another sort; the text says which.
    """
    text = _one(fields, "question")
    if not text:
        raise ValueError("has no question")
    earlier = _many(fields, "earlier")
    tag = _one(fields, "language").lower()
    expected = {name: _many(fields, name) for name in ("articles", "phrases", "answers")}
    answerable = _yes_or_no(fields)
    if answerable is None and any(expected.values()):
        answerable = True
    return GoldQuestion(
        qid=_one(fields, "qid") or _digest(text, earlier),
        text=text,
        answerable=answerable,
        language=tag.partition("-")[0],
        register=_one(fields, "register").lower() or tag,
        kind=_one(fields, "kind"),
        earlier=earlier,
        **expected,
    )


def _digest(text: str, earlier: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join((*earlier, text)).encode()).hexdigest()[:8]


def _value(fields: Mapping[str, object], field: str) -> tuple[str, object]:
    filled = ((name, fields[name]) for name in FIELDS[field] if name in fields)
    return next(((n, v) for n, v in filled if v not in (None, "", [])), (field, None))


def _many(fields: Mapping[str, object], field: str) -> tuple[str, ...]:
    name, value = _value(fields, field)
    values = value if isinstance(value, list) else [] if value is None else [value]
    texts = [one for one in values if isinstance(one, str)]
    if len(texts) < len(values):
        raise ValueError(f'has a "{name}" that is neither a text nor a list of texts')
    return tuple(cleaned for one in texts if (cleaned := clean_line(one)))


def _one(fields: Mapping[str, object], field: str) -> str:
    name, value = _value(fields, field)
    if isinstance(value, list):
        # A question may hold the sign that separates lists in a table.
        value = "|".join(str(one) for one in value) if field == "question" else value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'has a "{name}" that is no text')
    return clean_line(value or "")


def _yes_or_no(fields: Mapping[str, object]) -> bool | None:
    name, value = _value(fields, "answerable")
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _YES | _NO:
        return word in _YES
    raise ValueError(f'has a "{name}" that is neither true nor false')
