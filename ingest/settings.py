"""How an ingest behaves."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IngestSettings(BaseSettings):
    """Settings of ingest, read from `SULUH_*` variables and `.env`."""

    model_config = SettingsConfigDict(env_prefix="SULUH_", env_file=".env", extra="ignore")

    publisher: str = Field(
        default="", description="publisher of articles that name none, usually the body itself"
    )
    most_removed: float = Field(
        default=0.2, ge=0, le=1, description="share of a source that one sync may remove unasked"
    )
