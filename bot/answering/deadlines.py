"""How long an answer may take, carried along the chain in LangChain's own configuration."""

import math
import time
from collections.abc import Sequence

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableConfig

_DEADLINE = "deadline"


def within(seconds: float, listeners: Sequence[BaseCallbackHandler] = ()) -> RunnableConfig:
    """Give the configuration of an answer that must be there in so many seconds."""
    return {
        "configurable": {_DEADLINE: time.monotonic() + seconds},
        "callbacks": list(listeners),
    }


def seconds_left(config: RunnableConfig) -> float:
    """Tell how long the answer may still take; for ever where nobody said."""
    deadline: float = config.get("configurable", {}).get(_DEADLINE, math.inf)
    return deadline - time.monotonic()
