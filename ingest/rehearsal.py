"""Carries a sync out on a copy, to see what it would do to the golden questions."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.golden import AnswerChange, answer_changes, ask_golden
from ingest.library import Library
from vectorstore.settings import StoreSettings

BringUpToDate = Callable[[Library, StoreSettings], None]


def rehearse(
    questions: Path, library: Library, home: Path, bring_up_to_date: BringUpToDate
) -> tuple[AnswerChange, ...]:
    """Ask the golden questions of the live build and of one made of a copy of the library.

    Raises:
        GoldenQuestionsError: the questions cannot be read or asked.
        VectorStoreError: the copy cannot be written or built.
    """
    before = ask_golden(questions, {"SULUH_HOME": str(home.resolve())})
    with TemporaryDirectory(prefix="suluh-rehearsal-") as folder:
        settings = StoreSettings(home=Path(folder), chroma_url="")
        library.copy_to(settings.library_path)
        with Library.open(settings.library_path) as copy:
            bring_up_to_date(copy, settings)
        after = ask_golden(questions, {"SULUH_HOME": folder, "SULUH_CHROMA_URL": ""})
    return tuple(answer_changes(before, after))
