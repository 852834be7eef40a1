"""A citizen asks on Telegram, and the whole product answers: real index, model and HTTP."""

import signal
import time
from pathlib import Path

import pytest

from tests.bot_api_double import BotApiDouble
from tests.system.processes import run_suluh, start_suluh

pytestmark = pytest.mark.system

# Importing torch and loading the model on a busy machine.
_START_SECONDS = 90.0
# The bot looks for a new build every second, and opens a small one in well under one.
_SWAP_SECONDS = 4.0


def test_a_question_on_telegram_gets_a_cited_answer_and_a_reindex_is_seen_within_moments(
    double: BotApiDouble, copied_home: Path, tmp_path: Path
) -> None:
    """A cited message comes out; after an ingest the running bot answers from the new build."""
    environment = {"SULUH_TELEGRAM_TOKEN": double.token, "SULUH_BOT_API_URL": double.url}
    bot = start_suluh(copied_home, "telegram", **environment)
    try:
        double.say("Berapa lama PPID harus menjawab permohonan informasi?")
        notice, answer = double.wait_for_messages(2, _START_SECONDS)
        assert "/hapus_data" in notice.text
        assert "10 hari kerja" in answer.text
        assert "Sumber" in answer.text
        kinds = {entity.type for entity in answer.entities}
        assert {"text_link", "expandable_blockquote"} <= kinds

        double.say("Siapa kepala perpustakaan keliling Sukamaju?")
        refusal = double.wait_for_messages(3, 30)[2]
        assert "tidak menemukan jawaban" in refusal.text or "tidak menjawab" in refusal.text
        assert "PPID" in refusal.text
        assert refusal.quotes() == []
        assert refusal.links() == []
        assert [data.partition(":")[0] for _, data in refusal.buttons()] == ["p"]

        news = tmp_path / "berita"
        news.mkdir()
        (news / "kepala.md").write_text(
            "---\ntitle: Kepala perpustakaan keliling Sukamaju\n---\n"
            "Kepala perpustakaan keliling Sukamaju adalah Ibu Ratna Dewi.\n"
        )
        assert run_suluh(copied_home, "ingest", str(news)).returncode == 0
        time.sleep(_SWAP_SECONDS)
        double.say("Siapa kepala perpustakaan keliling Sukamaju?")
        assert "Ibu Ratna Dewi" in double.wait_for_messages(4, 30)[3].text
    finally:
        bot.send_signal(signal.SIGTERM)
        output, _ = bot.communicate(timeout=60)
    assert bot.returncode == 0, output
    assert double.token.partition(":")[2] not in output
    assert "Sukamaju" not in output


def test_a_wrong_token_is_told_in_one_sentence(double: BotApiDouble, home: Path) -> None:
    """Telegram refuses the token: exit code 1, one sentence, no traceback, no token."""
    environment = {
        "SULUH_TELEGRAM_TOKEN": "1:wrong-token-of-some-length-0000",
        "SULUH_BOT_API_URL": double.url,
    }
    done = run_suluh(home, "telegram", **environment)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "SULUH_TELEGRAM_TOKEN" in done.stderr
    assert "wrong-token" not in done.stderr
