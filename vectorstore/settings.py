"""Where the store lives and which model it uses."""

from pathlib import Path

from pydantic import Field
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
    threads: int = Field(
        default=0, ge=0, description="threads of the embedding model; 0: one a core, at most four"
    )

    @property
    def library_path(self) -> Path:
        """The SQLite file of the library."""
        return self.home / "library.sqlite3"

    @property
    def index_folder(self) -> Path:
        """The folder of the builds and the pointer."""
        return self.home / "index"
