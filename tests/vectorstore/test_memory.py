"""What keeps the memory of a long-lived process from growing."""

import os
import subprocess
import sys

from vectorstore.memory import limit_kernel_caches

_CHILD = """
import sys
from vectorstore.embedding import open_embeddings
from vectorstore.settings import StoreSettings

open_embeddings(StoreSettings(), serving=True)
assert "torch" not in sys.modules, "torch has read its settings already"
import os
print(os.environ["LRU_CACHE_CAPACITY"], os.environ["ONEDNN_PRIMITIVE_CACHE_CAPACITY"])
"""


def test_what_the_administrator_set_stays() -> None:
    """Each cache by itself."""
    environment = {"LRU_CACHE_CAPACITY": "7"}
    limit_kernel_caches(environment)
    assert environment == {"LRU_CACHE_CAPACITY": "7", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64"}


def test_the_caches_are_limited_before_torch_is_imported() -> None:
    """It reads these settings once, so later would be too late."""
    unset = {k: v for k, v in os.environ.items() if not k.endswith("CACHE_CAPACITY")}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], env=unset, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["64", "64"], done.stderr
