"""Reads the files in which staff list offices and days off."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import HandOverFileError

Listed = TypeVar("Listed", bound=BaseModel)


def read_staff_file(path: Path, setting: str, model: type[Listed]) -> Listed:
    """Read a TOML file as a `model`; `setting` is the variable that names the file.

    Raises:
        HandOverFileError: it cannot be read, or says something that is not understood.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise HandOverFileError(path, setting, error.strerror or "it cannot be opened") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise HandOverFileError(path, setting, str(error)) from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        parts = (str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
        place = ".".join(parts)
        reason = f"{place}: {fault['msg']}" if place else fault["msg"]
        raise HandOverFileError(path, setting, reason) from None
