"""An ingest that is killed anywhere, or fills the disk, harms nothing and is made good."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from signal import SIGKILL

import pytest

from tests.system.crashes import (
    Scene,
    kill_after,
    read_answers,
    run_driver,
    set_scene,
)
from vectorstore.faults import FaultPoint

pytestmark = pytest.mark.system

_ROLLBACK = (FaultPoint.ROLLBACK_VERIFIED, FaultPoint.ROLLBACK_ENDED)
# Where more than one is passed, a later pass than the first leaves more behind.
_PASSES = {FaultPoint.SYNC_STORED: ":70", FaultPoint.EMBED_SAVED: ":2"}
_POINTS = [point + _PASSES.get(point, "") for point in FaultPoint]
_PUBLISHED = {"pointer.replaced", "remove.set_aside", "remove.deleted"} | {
    "publish.ended",
    "sync.forgotten",
}
_RANDOM_KILLS = 6
_WORKERS = 2


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Give the scene that every disturbed ingest starts from."""
    return set_scene(tmp_path_factory.mktemp("scene"))


Results = dict[str, Future[list[str]]]


@pytest.fixture(scope="module", autouse=True)
def killed(scene: Scene) -> Iterator[Results]:
    """Kill an ingest at every point and at random times, while the other tests of this file run."""
    pool = ThreadPoolExecutor(_WORKERS)
    results = {point: pool.submit(_kill_at, scene, point) for point in _POINTS}
    random = Random(20261124)  # noqa: S311 - any times will do
    for number in range(_RANDOM_KILLS):
        seconds = random.uniform(0.0, 1.0) * scene.seconds
        results[f"random-{number}"] = pool.submit(_kill_after, scene, f"random-{number}", seconds)
    yield results
    pool.shutdown(cancel_futures=True)


def _kill_at(scene: Scene, point: str) -> list[str]:
    home = scene.copy(point)
    command = ["rollback"] if point in _ROLLBACK else ["ingest", str(scene.source)]
    done = run_driver(home, *command, environment={"SULUH_FAULT_AT": point})
    faults = []
    if point == FaultPoint.VERIFY_SEARCHED:
        # The child process dies there, which the ingest takes for damage.
        if done.returncode != 1 or "ends the process" not in done.stderr:
            faults.append(f"exit code {done.returncode}: {done.stderr}")
    elif done.returncode != -SIGKILL:
        faults.append(f"the point is not reached: exit code {done.returncode}: {done.stderr}")
    if point not in _ROLLBACK:
        published = point in _PUBLISHED
        if not (scene.is_new(home) if published else read_answers(home) == scene.before):
            faults.append("the wrong build is live, or does not answer to the last byte")
    faults += scene.faults_of(home)
    shutil.rmtree(home)
    return faults


def _kill_after(scene: Scene, name: str, seconds: float) -> list[str]:
    home = scene.copy(name)
    kill_after(home, seconds, scene.source)
    faults = scene.faults_of(home)
    shutil.rmtree(home)
    return faults


def test_undisturbed_runs_reach_every_point(scene: Scene, tmp_path: Path) -> None:
    """No point stands where nothing comes by."""
    trace = tmp_path / "trace"
    home = scene.copy("traced")
    environment = {"SULUH_FAULT_TRACE": str(trace)}
    for command in (["ingest", str(scene.source)], ["rollback"]):
        assert run_driver(home, *command, environment=environment).returncode == 0
    assert set(trace.read_text().splitlines()) == set(map(str, FaultPoint))


def test_a_point_that_is_none_is_refused(scene: Scene) -> None:
    """A misspelt name ends the run in place of passing for a disturbed one."""
    home = scene.copy("misspelt")
    environment = {"SULUH_FAULT_AT": "publish.renmaed"}
    done = run_driver(home, "ingest", str(scene.source), environment=environment)
    assert done.returncode == 1
    assert "publish.renmaed" in done.stderr


def _fails_and_keeps_the_live_build(
    scene: Scene, home: Path, *arguments: str, fault: str = ""
) -> None:
    environment = {"SULUH_FAULT_AT": fault} if fault else {}
    done = run_driver(home, "ingest", str(scene.source), *arguments, environment=environment)
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "kept" in done.stderr or "nothing was changed" in done.stderr
    assert read_answers(home) == scene.before


def test_a_disk_that_is_full_at_a_point_is_told_in_one_sentence(scene: Scene) -> None:
    """The live build answers, and the next run publishes."""
    home = scene.copy("full")
    _fails_and_keeps_the_live_build(scene, home, fault="publish.renamed=enospc")
    assert scene.faults_of(home) == []


def test_a_pointer_that_cannot_be_written_leaves_the_old_one(scene: Scene) -> None:
    """Nothing of the attempt stays."""
    home = scene.copy("full-pointer")
    _fails_and_keeps_the_live_build(scene, home, fault="pointer.written=enospc")
    assert len(list((home / "index" / "builds").iterdir())) == 2
    assert scene.faults_of(home) == []


def test_a_build_that_cannot_be_removed_does_not_fail_the_ingest(scene: Scene) -> None:
    """It was published; the next run removes what stayed."""
    home = scene.copy("full-removal")
    environment = {"SULUH_FAULT_AT": "remove.set_aside=enospc"}
    done = run_driver(home, "ingest", str(scene.source), environment=environment)
    assert done.returncode == 0, done.stderr
    assert scene.faults_of(home) == []


# The library's log, and the database of Chroma, are the first to grow past these.
@pytest.mark.parametrize("most_bytes", [50_000, 700_000])
def test_files_that_may_not_grow_are_told_in_one_sentence(scene: Scene, most_bytes: int) -> None:
    """The limit is the system's own, and meets every library that writes."""
    home = scene.copy(f"limit-{most_bytes}")
    _fails_and_keeps_the_live_build(scene, home, str(most_bytes))
    assert scene.faults_of(home) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk in memory, where that is allowed."""
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(tmp_path)])
    if done.returncode:
        pytest.skip("this machine does not allow mounting a small disk")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)  # noqa: S607 - found beside mount


def test_a_full_disk_is_told_in_one_sentence(scene: Scene, small_disk: Path) -> None:
    """A disk with no room for a third build; once there is room the next run publishes."""
    home = shutil.copytree(scene.folder / "home", small_disk / "home")
    free = shutil.disk_usage(small_disk).free
    ballast = small_disk / "ballast"
    for room in (1_200_000, 300_000):
        ballast.write_bytes(b"\0" * (free - room))
        _fails_and_keeps_the_live_build(scene, home)
    ballast.unlink()
    assert scene.faults_of(home) == []


@pytest.mark.parametrize("point", _POINTS)
def test_a_kill_at_any_point_harms_nothing(killed: Results, point: str) -> None:
    """The live build answers as before, or the new one does; the next run puts all right."""
    assert killed[point].result() == []


@pytest.mark.parametrize("name", [f"random-{number}" for number in range(_RANDOM_KILLS)])
def test_a_kill_at_any_time_harms_nothing(killed: Results, name: str) -> None:
    """Whatever the ingest was at."""
    assert killed[name].result() == []
