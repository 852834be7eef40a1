"""Reads the results of an inline or guest query, and refuses what Telegram refuses.

Rules: https://core.telegram.org/bots/api#answerinlinequery and #inlinequeryresultarticle. Articles
with a text are the only results that the double knows.
"""

import json
import re
from typing import Any

from tests.bot_api_double import rules
from tests.bot_api_double.errors import ApiError, bad_request
from tests.bot_api_double.keyboards import check_keyboard
from tests.bot_api_double.records import InlineResult

MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
_PREFIX = "can't parse InlineQueryResult: "
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def checked_results(results: Any) -> tuple[InlineResult, ...]:
    """Read a list of results.

    Raises:
        ApiError: Telegram would refuse it.
    """
    if not isinstance(results, list):
        raise bad_request("expected an Array of InlineQueryResult")
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    found = tuple(checked_result(result) for result in results)
    if len({result.id for result in found}) < len(found):
        raise bad_request("RESULT_ID_DUPLICATE")
    return found


def checked_result(result: Any) -> InlineResult:
    """Read one result.

    Raises:
        ApiError: Telegram would refuse it.
    """
    match result:
        case {
            "type": "article",
            "id": str(result_id),
            "title": str(title),
            "input_message_content": {"message_text": str(raw)} as content,
        }:
            _check_id(result_id)
        case {"type": "article"}:
            raise bad_request(_PREFIX + "id, title and text of an article expected")
        case _:
            raise bad_request(_PREFIX + "type must be article")
    if not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    text, entities = _message(raw, content)
    markup = check_keyboard(json.dumps(result["reply_markup"]) if "reply_markup" in result else "")
    if markup.asks is not None:
        raise bad_request(_PREFIX + "inline keyboard expected")
    return InlineResult(
        id=result_id,
        title=title,
        text=text,
        entities=tuple(entities),
        keyboard=markup.keyboard,
        description=result.get("description", ""),
    )


def checked_button(button: Any) -> tuple[str, str]:
    """Read the button above the results: its text and start parameter.

    Raises:
        ApiError: Telegram would refuse it.
    """
    match button:
        case {"text": str(text), "start_parameter": str(parameter)} if text:
            if not parameter:
                raise bad_request("can't use empty start_parameter")
            if not _START_PARAMETER.fullmatch(parameter):
                raise bad_request("unallowed characters in start_parameter are used")
            return text, parameter
    raise bad_request("can't parse inline query results button")


def _check_id(result_id: str) -> None:
    if not result_id:
        raise bad_request("RESULT_ID_EMPTY")
    if len(result_id.encode()) > MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")


def _message(raw: str, content: dict[Any, Any]) -> tuple[str, Any]:
    try:
        return rules.checked_text(raw, content.get("parse_mode", ""))
    except ApiError as error:
        reason = error.description.removeprefix("Bad Request: ")
        # The limit is found by another server, in other words.
        too_long = reason == "message is too long"
        raise bad_request("MESSAGE_TOO_LONG" if too_long else _PREFIX + reason) from error
