"""What a citizen can do with an answer: open its sources, see its quotes, rate it, ask the PPID."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.models import Answer, Citation
from bot.messages.catalogue import Catalogue
from bot.telegram.callback_data import Action, Callback
from bot.telegram.keyboards import Button, Keyboard, button_label
from bot.telegram.markup import is_web_address

# More would push the rating out of sight on a small screen; all sources stand in the list.
MOST_SOURCE_BUTTONS = 3
_SEARCHED = ("answered", "unanswerable")


@dataclass(frozen=True, slots=True)
class Showing:
    """How an answer is shown in one chat.

    `number` names the logged answer, 0 where nothing personal is offered (groups). `feedback`
    offers the rating. Sources older than `stale_after_days` on the day `today` get a note. `notes`
    stand below the answer.
    """

    number: int = 0
    feedback: bool = False
    today: date | None = None
    stale_after_days: int = 0
    notes: tuple[str, ...] = ()


def answer_keyboard(
    answer: Answer, showing: Showing, catalogue: Catalogue, *, quotes_kept_back: bool
) -> Keyboard:
    """Give the buttons under an answer; none where there is nothing to do with it."""
    rows: list[tuple[Button, ...]] = [
        (button,) for button in _source_buttons(answer.citations, answer.language, catalogue)
    ]
    if has_own_buttons(answer, showing):
        rows += _own_rows(answer, showing, catalogue, quotes_kept_back)
    return tuple(rows)


def has_own_buttons(answer: Answer, showing: Showing) -> bool:
    """Tell whether there are buttons for the person who asked, beside those of the sources."""
    return bool(showing.number) and answer.status.group in _SEARCHED


def newest_is_stale(citations: Sequence[Citation], showing: Showing) -> date | None:
    """Give the day of the newest source if even that is too old; undated sources tell nothing."""
    days = [citation.published for citation in citations if citation.published]
    if not days or showing.today is None or not showing.stale_after_days:
        return None
    newest = max(days)
    return newest if (showing.today - newest).days > showing.stale_after_days else None


def _own_rows(
    answer: Answer, showing: Showing, catalogue: Catalogue, quotes_kept_back: bool
) -> Iterator[tuple[Button, ...]]:
    def button(key: str, action: Action) -> Button:
        label = catalogue.text(f"telegram.button_{key}", answer.language)
        return Button(label, data=str(Callback(action, showing.number)))

    if showing.feedback and answer.status.group == "answered":
        yield button("helpful", Action.HELPFUL), button("not_helpful", Action.NOT_HELPFUL)
    hand_over = button("hand_over", Action.HAND_OVER)
    yield (button("quotes", Action.QUOTES), hand_over) if quotes_kept_back else (hand_over,)


def _source_buttons(
    citations: Sequence[Citation], language: str, catalogue: Catalogue
) -> Iterator[Button]:
    shown: set[str] = set()
    for citation in citations:
        url = citation.url.strip().replace(" ", "%20")
        if not is_web_address(url) or citation.article_id in shown:
            continue
        shown.add(citation.article_id)
        label = catalogue.text(
            "telegram.button_source",
            language,
            number=citation.number,
            title=citation.title or citation.section or citation.article_id,
        )
        yield Button(button_label(label), url=url)
        if len(shown) == MOST_SOURCE_BUTTONS:
            return
