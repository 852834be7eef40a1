"""The files in deploy/ name what exists: commands, options, keys of the list of sources."""

import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from ingest.source_list import read_source_list
from suluh import app

ROOT = Path(__file__).parents[1]


def _knows(arguments: list[str]) -> bool:
    """Tell whether the command line takes these arguments."""
    command, *options = arguments
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
    return all(option in shown for option in options if option.startswith("--"))


def test_the_example_list_of_sources_is_valid() -> None:
    """Staff can copy it and change the addresses."""
    listed = read_source_list(ROOT / "deploy" / "sources.example.toml")
    assert [source.name for source in listed.source] == ["berita", "layanan"]


@pytest.mark.parametrize("unit", ["suluh-bot.service", "suluh-ingest.service"])
def test_units_start_commands_that_exist(unit: str) -> None:
    """A unit cannot outlive the command it starts."""
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # the documented way
    parser.read(ROOT / "deploy" / unit)
    program, *arguments = shlex.split(parser["Service"]["ExecStart"])
    assert program.endswith("/suluh")
    assert _knows(arguments)


def test_compose_services_run_commands_that_exist() -> None:
    """The bot and the ingest are the same image with another command."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert _knows(services["bot"]["command"])
    assert _knows(services["ingest"]["command"])
    assert all("ports" not in service for service in services.values())
