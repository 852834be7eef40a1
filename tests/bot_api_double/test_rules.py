"""The double is as strict as Telegram: a lenient double would prove nothing."""

import pytest

from tests.bot_api_double.entities import Entity, parse_html
from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.rules import (
    check_alert,
    check_commands,
    check_menu_button,
    checked_caption,
    checked_draft,
    checked_text,
)


@pytest.mark.parametrize(
    ("html", "description"),
    [
        ("<h1>x</h1>", "can't parse entities: Unsupported start tag"),
        ("a < b", "can't parse entities"),
        ("<b>x", "can't parse entities: Can't find end tag"),
        ("x</b>", "can't parse entities: Unexpected end tag"),
        ("<b><i>x</b></i>", "can't parse entities: Unmatched end tag"),
        ("<a href=x>y</a>", "can't parse entities"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "can't parse entities"),
        ("", "message text is empty"),
        ("<b> \u200b</b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("<b>x</b> " * 101, "too many entities"),
        ("\ud800", "strings must be encoded in UTF-8"),
    ],
)
def test_what_telegram_refuses_is_refused(html: str, description: str) -> None:
    """In Telegram's own words, since the bot reacts to them."""
    with pytest.raises(ApiError) as caught:
        checked_text(html)
    assert caught.value.description.startswith(f"Bad Request: {description}")


def test_limits_count_after_parsing() -> None:
    """Tags and references do not count, characters beyond the basic plane count twice."""
    assert len(checked_text("<b>" + "&lt;" * 4096 + "</b>")[0]) == 4096
    assert len(checked_text("😀" * 2048)[0]) == 2048


def test_entities_are_found_in_utf_16_units() -> None:
    """As the Bot API reports them."""
    text, entities = parse_html('😀 <a href="https://x.id/?a=1&amp;b=2">[1]</a>')
    assert text == "😀 [1]"
    assert entities == [Entity("text_link", 3, 3, "https://x.id/?a=1&b=2")]


@pytest.mark.parametrize("url", ["javascript:x", "file:///x", "x.id", "https://localhost/x", ""])
def test_a_link_elsewhere_than_to_the_web_is_plain_text(url: str) -> None:
    """Telegram drops it without an error."""
    assert parse_html(f'<a href="{url}">x</a>') == ("x", [])


def test_a_command_is_lower_case_and_described() -> None:
    """As BotCommand requires."""
    check_commands([{"command": "hapus_data", "description": "x"}])
    for command in ({"command": "Start", "description": "x"}, {"command": "start"}):
        with pytest.raises(ApiError):
            check_commands([command])


def test_captions_drafts_and_notices_have_limits_of_their_own() -> None:
    """Captions and drafts may be empty; all are counted in UTF-16 units."""
    assert checked_caption("")[0] == checked_draft("") == ""
    assert checked_draft("<b>x</b>") == "x"
    for check, length, description in (
        (checked_caption, 1025, "message caption is too long"),
        (checked_draft, 4097, "message is too long"),
        (check_alert, 201, "MESSAGE_TOO_LONG"),
    ):
        check("x" * (length - 1))
        with pytest.raises(ApiError, match=description):
            check("x" * length)


def test_a_menu_button_is_one_of_three_kinds() -> None:
    """A Web App needs an https address."""
    check_menu_button({"type": "commands"})
    web_app = {"type": "web_app", "text": "x", "web_app": {"url": "https://x.id"}}
    check_menu_button(web_app)
    for wrong in ({}, {"type": "x"}, {**web_app, "web_app": {"url": "http://x.id"}}):
        with pytest.raises(ApiError):
            check_menu_button(wrong)
