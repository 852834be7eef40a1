"""Results of inline and guest queries are refused as Telegram refuses them."""

from typing import Any

import pytest

from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.inline_results import checked_button, checked_result, checked_results


def _article(**changes: Any) -> dict[str, Any]:
    content = {"message_text": "<b>x</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": "1", "title": "x", "input_message_content": content} | changes


def test_a_result_is_read_with_the_message_that_it_sends() -> None:
    """Text and formatting as a reader sees them."""
    result = checked_result(_article(description="y"))
    assert (result.id, result.title, result.text, result.description) == ("1", "x", "x", "y")
    assert [entity.type for entity in result.entities] == ["bold"]


@pytest.mark.parametrize(
    ("result", "description"),
    [
        (_article(id=""), "RESULT_ID_EMPTY"),
        (_article(id="é" * 33), "RESULT_ID_INVALID"),
        (_article(title=" "), "ARTICLE_TITLE_EMPTY"),
        ({"type": "article", "id": "1"}, "can't parse InlineQueryResult"),
        (_article(type="photo"), "can't parse InlineQueryResult"),
        (_article(input_message_content={"message_text": "x" * 4097}), "MESSAGE_TOO_LONG"),
        (_article(input_message_content={"message_text": ""}), "can't parse InlineQueryResult"),
        (
            _article(input_message_content={"message_text": "<b>", "parse_mode": "HTML"}),
            "can't parse InlineQueryResult: can't parse entities",
        ),
        (
            _article(reply_markup={"inline_keyboard": [[{"text": "x"}]]}),
            "can't parse inline keyboard button",
        ),
        (_article(reply_markup={"force_reply": True}), "can't parse InlineQueryResult"),
        ("x", "can't parse InlineQueryResult"),
    ],
)
def test_a_wrong_result_is_refused(result: Any, description: str) -> None:
    """With what Telegram says of it."""
    with pytest.raises(ApiError) as caught:
        checked_result(result)
    assert caught.value.description.startswith(f"Bad Request: {description}")


def test_there_are_at_most_50_results_with_ids_of_their_own() -> None:
    """One more is refused, and so is one twice."""
    articles = [_article(id=str(number)) for number in range(51)]
    assert len(checked_results(articles[:50])) == 50
    for wrong, description in (
        (articles, "too many inline query results specified"),
        ([articles[0]] * 2, "RESULT_ID_DUPLICATE"),
        (None, "expected an Array"),
    ):
        with pytest.raises(ApiError, match=description):
            checked_results(wrong)


def test_the_button_above_leads_to_the_bot() -> None:
    """Its parameter has the characters of a deep link."""
    assert checked_button({"text": "x", "start_parameter": "a-1"}) == ("x", "a-1")
    for wrong in ({"text": "x"}, {"text": "x", "start_parameter": ""}, _article()):
        with pytest.raises(ApiError):
            checked_button(wrong)
    with pytest.raises(ApiError, match="unallowed characters"):
        checked_button({"text": "x", "start_parameter": "a b"})
