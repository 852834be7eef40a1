"""Where the store lives and which model it uses."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

BUNDLED = "bundled"


class StoreSettings(BaseSettings):
    """Settings of the store, read from `SULUH_*` variables and `.env`."""

    model_config = SettingsConfigDict(env_prefix="SULUH_", env_file=".env", extra="ignore")

    home: Path = Field(default=Path("var"), description="folder of the library and the index")
    embedding_model: str = Field(
        default=BUNDLED, description='"bundled", a sentence-transformers name, or a folder'
    )
    cache: Path = Field(
        default=Path("~/.cache/suluh"), description="folder the bundled model is unpacked into"
    )
    chroma_url: str = Field(
        default="", description="http(s) address of a Chroma server that keeps the builds"
    )
    chroma_token: SecretStr = Field(
        default=SecretStr(""), description="bearer token for a proxy before the Chroma server"
    )
    threads: int = Field(
        default=0, ge=0, description="threads of the embedding model; 0: one a core, at most four"
    )

    @field_validator("chroma_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        parts = urlsplit(url.strip())
        if url.strip() and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("it must be an address such as http://chroma:8000")
        if parts.username or parts.password:
            raise ValueError("it must hold no password; use SULUH_CHROMA_TOKEN")
        return url.strip().rstrip("/")

    @property
    def library_path(self) -> Path:
        """The SQLite file of the library."""
        return self.home / "library.sqlite3"

    @property
    def index_folder(self) -> Path:
        """The folder of the builds and the pointer."""
        return self.home / "index"

    @property
    def downloads_folder(self) -> Path:
        """The folder of what was downloaded from a Chroma server; it may be emptied at any time."""
        return self.home / "downloads"
