"""Names a fault without what it says: its text could quote a citizen or a secret."""

import traceback


def where(error: BaseException) -> str:
    """Name an exception's class and the line that raised it, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
