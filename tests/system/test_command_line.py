"""The `suluh` command as staff run it: real processes, real Chroma, the bundled model."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.system.processes import SAMPLES, Done, run_suluh
from vectorstore.build import read_manifest, write_manifest

pytestmark = pytest.mark.system

_QUESTION = "Berapa lama PPID harus menjawab permohonan informasi?"


def test_a_question_is_answered_with_verbatim_citations(home: Path) -> None:
    """The answer holds the deadline; its quote stands in the sample file, its link opens it."""
    done = run_suluh(home, "ask", _QUESTION, "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"], answer["language"]) == (0, "answered", "id")
    assert "10 hari kerja" in answer["text"]
    for citation in answer["citations"]:
        assert citation["url"].startswith("https://")
        source = (SAMPLES / citation["article_id"]).read_text()
        assert all(line.lstrip("- ") in source for line in citation["quote"].split("\n"))


def test_people_get_text_with_sources(home: Path) -> None:
    """Without --json the answer is readable and lists its sources."""
    done = run_suluh(home, "ask", _QUESTION)
    assert "[1]" in done.stdout
    assert "Sumber:" in done.stdout


def test_a_batch_is_answered_in_order(home: Path, tmp_path: Path) -> None:
    """One JSON line a question, with its qid, refusals included."""
    questions = {"q1": _QUESTION, "q2": "Berapa harga emas hari ini?", "q3": "", "q4": "lalu?"}
    batch = tmp_path / "batch.jsonl"
    rows: list[dict[str, object]] = [
        {"qid": qid, "question": text} for qid, text in questions.items()
    ]
    rows.append({"qid": "q5", "question": "Kalau ditolak?", "earlier": ["Apa itu keberatan?"]})
    batch.write_text("\n".join(json.dumps(row) for row in rows))
    done = run_suluh(home, "ask", "--batch", str(batch))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["qid"] for answer in answers] == [row["qid"] for row in rows]
    assert answers[0]["status"] == "answered"
    assert answers[1]["status"].startswith("unanswerable")
    assert [answer["status"] for answer in answers[2:4]] == ["clarify", "clarify"]
    assert answers[4]["question"] == "Kalau ditolak?"


def test_search_shows_both_scores(home: Path) -> None:
    """Staff see why a passage was found."""
    done = run_suluh(home, "search", "keberatan", "-k", "3", "--json")
    passages = json.loads(done.stdout)["passages"]
    assert len(passages) == 3
    assert passages[0]["article_id"] == "keberatan-informasi.md"
    assert all(passage["dense"] > 0 for passage in passages)
    assert passages[0]["keyword"] > 0


def test_an_unchanged_folder_is_not_indexed_again(home: Path) -> None:
    """The second run keeps the live build."""
    report = json.loads(run_suluh(home, "ingest", str(SAMPLES), "--json").stdout)
    assert (report["new"], report["published"], report["embedded"]) == (0, False, 0)


def _fails_in_one_sentence(done: Done, words: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert words in done.stderr


def test_without_a_build_the_way_forward_is_told(tmp_path: Path) -> None:
    """Nothing indexed: one sentence, exit code 1."""
    _fails_in_one_sentence(run_suluh(tmp_path, "ask", _QUESTION), "suluh ingest")


def test_a_damaged_build_is_refused(copied_home: Path) -> None:
    """A flipped byte in a vector file is noticed before it is searched."""
    data = next(copied_home.rglob("data_level0.bin"))
    content = bytearray(data.read_bytes())
    content[len(content) // 2] ^= 0xFF
    data.write_bytes(content)
    _fails_in_one_sentence(run_suluh(copied_home, "ask", _QUESTION), "suluh index rollback")


def test_a_build_of_another_model_is_refused(copied_home: Path) -> None:
    """A manifest with another fingerprint is refused with both names."""
    folder = next(copied_home.rglob("manifest.json")).parent
    manifest = read_manifest(folder)
    other = replace(manifest.fingerprint, model="lain", weights="0")
    write_manifest(folder, replace(manifest, fingerprint=other))
    _fails_in_one_sentence(run_suluh(copied_home, "ask", _QUESTION), "'lain'")


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file where the home folder should be: one sentence, nothing lost."""
    blocked = tmp_path / "home"
    blocked.write_text("not a folder")
    _fails_in_one_sentence(run_suluh(blocked, "ingest", str(SAMPLES)), "SULUH_HOME")


def test_a_missing_source_is_told(tmp_path: Path) -> None:
    """A path that does not exist is named."""
    _fails_in_one_sentence(run_suluh(tmp_path, "ingest", str(tmp_path / "kosong")), "kosong")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """An empty source changes nothing."""
    empty = tmp_path / "isi"
    empty.mkdir()
    done = run_suluh(tmp_path / "home", "ingest", str(empty))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("No articles were found")


def test_a_missing_token_is_told(home: Path) -> None:
    """Without a token the bot says which variable to set."""
    done = run_suluh(home, "telegram", SULUH_TELEGRAM_TOKEN="")
    _fails_in_one_sentence(done, "SULUH_TELEGRAM_TOKEN")


def test_bad_files_are_named_and_never_stop_the_others(tmp_path: Path) -> None:
    """Each bad file or line is reported with its reason; the good ones are indexed."""
    folder = tmp_path / "isi"
    folder.mkdir()
    (folder / "baik.md").write_text("# Judul baik\n\nPPID menjawab dalam sepuluh hari kerja.")
    (folder / "kosong.html").write_text("")
    (folder / "biner.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "tanpa-judul.html").write_text("<html><body><p>Isi tanpa judul apa pun.</p></body>")
    (folder / "rusak.html").write_bytes(b"<html><title>Rusak</title><body><<<p>Teks <b>tetap ada")
    (folder / "besar.html").write_bytes(b"<p>" + b"x" * 50_000_000)
    rows = ['{"id": "r1", "title": "Satu", "text": "Isi satu."}', "{rusak", ""]
    rows += ['{"id": "r1", "title": "Dua", "text": "Id yang sama."}']
    (folder / "baris.jsonl").write_text("\n".join(rows))
    done = run_suluh(tmp_path / "home", "ingest", str(folder), "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["new"] == 3
    reasons = {item["name"]: item["code"] for item in report["failed"]}
    assert reasons == {
        "besar.html": "too_large",
        "biner.txt": "undecodable",
        "kosong.html": "empty",
        "tanpa-judul.html": "no_title",
        "baris.jsonl line 2": "malformed",
        "baris.jsonl line 4": "duplicate_id",
    }
    assert all(item["reason"] for item in report["failed"])


def test_odd_files_never_stop_the_others(tmp_path: Path) -> None:
    """Charsets that are none and YAML that its own reader trips over are reported by name."""
    folder = tmp_path / "isi"
    folder.mkdir()
    (folder / "baik.md").write_text("# Judul baik\n\nPPID menjawab dalam sepuluh hari kerja.")
    (folder / "aneh.html").write_bytes(
        b'<meta charset="undefined"><title>Aneh</title><p>caf\xe9 \x81\x8d</p>'
    )
    (folder / "yaml.md").write_text("---\ntitle: !!bool mungkin\n---\nIsi.")
    done = run_suluh(tmp_path / "home", "ingest", str(folder), "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert report["new"] >= 1
    assert "yaml.md" in {item["name"] for item in report["failed"]}


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """One sentence with the variable's name and without its value."""
    done = run_suluh(tmp_path, "ask", _QUESTION, SULUH_THREADS="banyak")
    _fails_in_one_sentence(done, "SULUH_THREADS")
    assert "banyak" not in done.stderr


def test_a_batch_with_half_an_emoji_is_answered_to_its_end(home: Path, tmp_path: Path) -> None:
    """What cannot be printed is replaced; a line that is no question stops with its number."""
    batch = tmp_path / "batch.jsonl"
    rows = ['{"question": "\\ud83d apa itu PPID?"}', '{"question": "halo"}', '{"question": null}']
    batch.write_text("\n".join(rows))
    done = run_suluh(home, "ask", "--batch", str(batch))
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()][1] == "smalltalk"
    assert done.returncode == 1
    assert "line 3" in done.stderr
