"""How an ingest behaves."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ingest.fetching.addresses import AllowedAddresses


def _split(value: Any) -> Any:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _checked(allowed: tuple[str, ...]) -> tuple[str, ...]:
    AllowedAddresses(allowed)
    return allowed


Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_checked)]


class IngestSettings(BaseSettings):
    """Settings of ingest, read from `SULUH_*` variables and `.env`."""

    model_config = SettingsConfigDict(env_prefix="SULUH_", env_file=".env", extra="ignore")

    publisher: str = Field(
        default="", description="publisher of articles that name none, usually the body itself"
    )
    most_removed: float = Field(
        default=0.2, ge=0, le=1, description="share of a source that one sync may remove unasked"
    )
    sources: Path = Field(
        default=Path("sources.toml"), description="the list that `suluh ingest` reads by itself"
    )
    golden: Path | None = Field(
        default=None, description="JSON Lines of questions that a dry run asks before and after"
    )
    seconds_between_requests: float = Field(
        default=1.0, ge=0, description="pause between two requests to one host"
    )
    crawler_contact: str = Field(
        default="", description="an address that tells webmasters who reads their pages"
    )
    allowed_private: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_split), AfterValidator(_checked)
    ] = Field(default=(), description="hosts with port on the internal network that may be read")
