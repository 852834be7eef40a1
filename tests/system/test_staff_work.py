"""What staff do with their sources, by the commands: list, preview, sync, forget, look after."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.system.processes import SAMPLES, Done, run_suluh, start_suluh
from tests.system.sample_site import SampleSite, sample_site

pytestmark = pytest.mark.system

LISTED = """
publisher = "PPID Contoh"

[[source]]
name = "situs"
at = "{base}/sitemap-index.xml"
kind = "service"

[[source]]
name = "umpan"
at = "{base}/feed.xml"
kind = "regulation"

[[source]]
name = "berkas"
at = "berkas"
every = "1d"

[[exclude]]
article = "*/sengketa-di-komisi-informasi"
reason = "sedang diperbarui"
"""
GONE = "/layanan/peran-ppid-dan-atasan-ppid"
BROKEN = "/layanan/standar-layanan-informasi"
EXCLUDED = "/layanan/sengketa-di-komisi-informasi"


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    """Give the website of the samples."""
    with sample_site() as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, site: SampleSite) -> Path:
    """Give a folder with a list of sources, golden questions and a home in which all is indexed."""
    desk = tmp_path_factory.mktemp("meja")
    (desk / "berkas").mkdir()
    for name in ("biaya-informasi.md", "keberatan-informasi.md"):
        (desk / "berkas" / name).write_text((SAMPLES / name).read_text())
    (desk / "berkas" / "tanya.csv").write_text(
        "pertanyaan,jawaban\nJam berapa loket buka?,Loket buka pukul 08.00 sampai 15.00.\n"
    )
    (desk / "sources.toml").write_text(LISTED.format(base=site.base))
    (desk / "golden.jsonl").write_text(
        json.dumps({"qid": "g1", "question": "Jam berapa loket buka?"})
        + "\n"
        + json.dumps({"qid": "g2", "question": "Kepada siapa keberatan diajukan?"})
        + "\n"
    )
    return desk


def _suluh(desk: Path, site: SampleSite, *arguments: str, **environment: str) -> Done:
    settings = {
        "SULUH_ALLOWED_PRIVATE": site.host,
        "SULUH_SECONDS_BETWEEN_REQUESTS": "0",
        **environment,
    }
    return run_suluh(desk / "home", *arguments, **settings)


def _json(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def first(desk: Path, site: SampleSite) -> dict[str, Any]:
    """Sync all listed sources once, and give the report."""
    report: dict[str, Any] = _json(_suluh(desk, site, "ingest", "--json"))
    return report


def test_one_command_syncs_all_that_is_listed(first: dict[str, Any], site: SampleSite) -> None:
    """Pages of a nested, packed sitemap, a PDF of a feed, files and a table of questions."""
    assert first["new"] == 9 - 1 + 1 + 2 + 1
    assert [(item["name"], item["code"]) for item in first["failed"]] == [
        (f"{site.base}/internal/nota", "robots")
    ]
    assert ("/internal/nota", 200) not in site.requests


def test_a_regulation_is_cited_by_its_pasal_and_page(
    desk: Path, site: SampleSite, first: dict[str, Any]
) -> None:
    """The link opens the page of the PDF on which the pasal stands."""
    question = "Berapa lama buku perpustakaan kementerian dapat dipinjam?"
    answer = _json(_suluh(desk, site, "ask", question, "--json"))
    citation = answer["citations"][0]
    assert "21 (dua puluh satu) hari" in citation["quote"]
    assert citation["url"] == f"{site.base}/dokumen/permen-7-2023.pdf#page=1"
    assert "Pasal 2" in citation["section"]


def test_the_second_sync_asks_politely_and_keeps_what_fails(
    desk: Path, site: SampleSite, first: dict[str, Any]
) -> None:
    """Unchanged pages are not sent again, a gone one disappears, a broken one stays."""
    site.requests.clear()
    page = site.pages.pop(GONE)
    site.faults[BROKEN] = 500
    try:
        report = _json(_suluh(desk, site, "ingest", "situs", "--json"))
    finally:
        site.pages[GONE] = page
        del site.faults[BROKEN]
    assert (report["removed"], report["kept"], report["changed"]) == (1, 1, 0)
    assert report["withdrawn"][0]["article_id"] == f"{site.base}{GONE}"
    assert "404" in report["withdrawn"][0]["reason"]
    sent = [path for path, status in site.requests if status == 200 and "/layanan/" in path]
    assert sent == [EXCLUDED]
    _json(_suluh(desk, site, "ingest", "situs", "--json"))


def test_a_dry_run_shows_texts_and_golden_answers_and_changes_nothing(
    desk: Path, site: SampleSite, first: dict[str, Any]
) -> None:
    """Staff see which answers an edit changes before a citizen does."""
    before = _json(_suluh(desk, site, "index", "status", "--json"))
    table = desk / "berkas" / "tanya.csv"
    original = table.read_text()
    table.write_text(original.replace("15.00", "16.00"))
    try:
        golden = str(desk / "golden.jsonl")
        done = _suluh(desk, site, "ingest", "berkas", "--dry-run", "--json", SULUH_GOLDEN=golden)
    finally:
        table.write_text(original)
    preview = _json(done)["preview"]
    assert [item["change"] for item in preview["articles"]] == ["changed"]
    assert (preview["chunks_new"], preview["chunks_gone"]) == (1, 1)
    assert [change["qid"] for change in preview["golden"]] == ["g1"]
    assert _json(_suluh(desk, site, "index", "status", "--json"))["build"] == before["build"]


def test_doctor_finds_what_is_wrong_and_says_how_to_mend_it(
    desk: Path, site: SampleSite, first: dict[str, Any]
) -> None:
    """Every part is looked at; a source that does not answer is a fault with its mend."""
    site.faults["/feed.xml"] = 503
    try:
        done = _suluh(desk, site, "doctor", "--json", SULUH_TELEGRAM_TOKEN="")
    finally:
        del site.faults["/feed.xml"]
    checks = {check["part"]: check for check in json.loads(done.stdout)}
    good = {part for part, check in checks.items() if check["health"] == "good"}
    assert {"model", "live build", "library", "disk", "last run", "source situs"} <= good
    assert done.returncode == 1
    assert checks["source umpan"]["health"] == "fault"
    assert checks["source umpan"]["mend"]
    assert checks["Bot API"]["mend"].startswith("Put the token")


def test_a_source_can_be_forgotten(desk: Path, site: SampleSite, first: dict[str, Any]) -> None:
    """Its articles disappear with the next build; the others stay."""
    report = _json(_suluh(desk, site, "sources", "forget", "umpan", "--json"))
    assert (report["removed"], report["published"]) == (1, True)
    rows = {row["name"]: row for row in _json(_suluh(desk, site, "sources", "list", "--json"))}
    assert (rows["umpan"]["articles"], rows["berkas"]["articles"]) == (0, 3)
    builds = _json(_suluh(desk, site, "index", "list", "--json"))
    assert [build["live"] for build in builds] == [True, False]
    assert builds[1]["articles"] == builds[0]["articles"] + 1


def test_a_schedule_goes_on_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """The first run is at once; SIGTERM ends it without a traceback."""
    (tmp_path / "isi").mkdir()
    (tmp_path / "isi" / "a.md").write_text("---\ntitle: Loket\n---\nLoket buka pukul delapan.\n")
    process = start_suluh(tmp_path / "home", "ingest", "isi", "--every", "6h")
    try:
        record = _wait_for(tmp_path / "home" / "last_ingest.json", process)
        assert json.loads(record)["succeeded"] is True
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output
    assert "Traceback" not in output
    assert (tmp_path / "home" / "suluh_ingest.prom").exists()


def _wait_for(path: Path, process: "subprocess.Popen[str]") -> str:
    while not path.exists():
        try:
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(process.communicate()[0])
    return path.read_text()
