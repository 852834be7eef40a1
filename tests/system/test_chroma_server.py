"""The commands with builds on a Chroma server: two homes, as two machines, and one server."""

import json
import shutil
from pathlib import Path

import pytest

from tests.chroma_server import LocalChroma, free_port
from tests.system.processes import SAMPLES, run_suluh

pytestmark = pytest.mark.system

_QUESTION = "Berapa lama PPID harus menjawab permohonan informasi?"
_SAMPLES = ("tenggat-jawaban-ppid.md", "biaya-informasi.md", "keberatan-informasi.md")


def test_one_machine_ingests_and_another_answers(tmp_path: Path) -> None:
    """Ingest, ask, publish anew and roll back go through the server alone."""
    content, ingest_home, bot_home = tmp_path / "isi", tmp_path / "ingest", tmp_path / "bot"
    content.mkdir()
    for name in _SAMPLES[:2]:
        shutil.copy(SAMPLES / name, content)
    with LocalChroma(tmp_path) as server:
        first, second = (
            _ingest(content, ingest_home, server.url, add) for add in (None, _SAMPLES[2])
        )
        done = run_suluh(bot_home, "ask", _QUESTION, "--json", SULUH_CHROMA_URL=server.url)
        answer = json.loads(done.stdout)
        assert (answer["status"], answer["build"]) == ("answered", second)
        assert "10 hari kerja" in answer["text"]
        done = run_suluh(ingest_home, "index", "rollback", SULUH_CHROMA_URL=server.url)
        assert first in done.stdout
        done = run_suluh(bot_home, "index", "status", "--json", SULUH_CHROMA_URL=server.url)
        status = json.loads(done.stdout)
        assert (status["build"], status["previous"]) == (first, [second])
    assert not (ingest_home / "index").exists()


def _ingest(content: Path, home: Path, url: str, add: str | None) -> str:
    if add:
        shutil.copy(SAMPLES / add, content)
    done = run_suluh(home, "ingest", str(content), "--json", SULUH_CHROMA_URL=url)
    assert done.returncode == 0, done.stderr
    build: str = json.loads(done.stdout)["build"]
    return build


def test_a_server_that_does_not_run_is_told_in_one_sentence(tmp_path: Path) -> None:
    """A bot does not start without it, and no traceback is shown."""
    url = f"http://127.0.0.1:{free_port()}"
    done = run_suluh(tmp_path / "home", "ask", _QUESTION, SULUH_CHROMA_URL=url)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert url in done.stderr
