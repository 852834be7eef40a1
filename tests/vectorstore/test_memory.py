"""What lets a process live for months beside others."""

import os
import subprocess
import sys

from vectorstore.memory import share_machine

_CHILD = """
import sys
from vectorstore.embedding import open_embeddings
from vectorstore.settings import StoreSettings

open_embeddings(StoreSettings(), serving=True)
assert "torch" not in sys.modules, "torch has read its settings already"
import os
print(os.environ["LRU_CACHE_CAPACITY"], os.environ["GOMP_SPINCOUNT"])
"""


def test_what_the_administrator_set_stays() -> None:
    """Each cache by itself."""
    environment = {"LRU_CACHE_CAPACITY": "7"}
    share_machine(environment)
    assert environment == {
        "LRU_CACHE_CAPACITY": "7",
        "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64",
        "GOMP_SPINCOUNT": "10000",
    }


def test_torch_is_told_before_it_is_imported() -> None:
    """It reads these settings once, so later would be too late."""
    unset = {k: v for k, v in os.environ.items() if not k.endswith(("CACHE_CAPACITY", "SPINCOUNT"))}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], env=unset, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["64", "10000"], done.stderr
