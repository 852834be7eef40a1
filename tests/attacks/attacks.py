"""The attacks: ours as data beside this module, foreign ones from where the environment says."""

import gzip
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.encodings import HIDING

# A folder with this file: one JSON object a line, of "family", "category" and "injection".
FOREIGN_DATA = "SULUH_ATTACK_DATA"
FOREIGN_FILE = "bipia_attacks_train.jsonl.gz"
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Attack:
    """Words of an attacker: `text` is planted, `says` is what who obeys them writes.

    `marks` are words that no sentence of a model may hold unless the quote that it cites does.
    `raw` is markup for a page rather than a text.
    """

    name: str
    kind: str
    language: str
    text: str
    says: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    raw: bool = False


def own_attacks() -> list[Attack]:
    """Give the attacks that are this project's own, with our Indonesian instructions."""
    rows = tomllib.loads((_DATA / "attacks.toml").read_text("utf-8"))["attack"]
    return [*(_own(number, row) for number, row in enumerate(rows)), *_instructions()]


def foreign_folder() -> Path | None:
    """Give the folder of the foreign attacks; None where there is none."""
    named = os.environ.get(FOREIGN_DATA)
    folder = Path(named) if named else None
    return folder if folder and (folder / FOREIGN_FILE).is_file() else None


def foreign_attacks(folder: Path) -> list[Attack]:
    """Read the English instructions in texts; those in program code have nothing to be put into."""
    with gzip.open(folder / FOREIGN_FILE, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Attack(f"foreign-{number}", f"foreign: {row['category']}", "en", row["injection"])
        for number, row in enumerate(row for row in rows if row["family"] == "text")
    ]


def _own(number: int, row: dict[str, Any]) -> Attack:
    hidden = HIDING[row.get("hide", "")](row.get("hidden", ""))
    return Attack(
        f"own-{number}",
        row["kind"],
        row.get("language", "id"),
        row["text"].replace("{hidden}", hidden),
        tuple(row["says"]),
        tuple(row["marks"]),
        row.get("raw", False),
    )


def _instructions() -> Iterator[Attack]:
    kinds = tomllib.loads((_DATA / "instructions_id.toml").read_text("utf-8"))
    for kind, texts in kinds.items():
        for number, text in enumerate(texts):
            yield Attack(f"{kind}-{number}", f"instruction: {kind}", "id", text)
