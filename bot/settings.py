"""How the bot answers and where it is reached."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

# https://core.telegram.org/bots/api#making-requests
DEFAULT_BOT_API_URL = "https://api.telegram.org"


class BotSettings(BaseSettings):
    """Settings of the bot, read from `SULUH_*` variables and `.env`."""

    model_config = SettingsConfigDict(env_prefix="SULUH_", env_file=".env", extra="ignore")

    telegram_token: SecretStr = Field(
        default=SecretStr(""), description="the token that BotFather gave"
    )
    bot_api_url: str = Field(default=DEFAULT_BOT_API_URL, description="another Bot API server")
    ppid_name: str = Field(default="", description="name of the PPID that citizens are sent to")
    ppid_contact: str = Field(default="", description="its web page, e-mail or address")
    concurrent_answers: int = Field(
        default=2, ge=1, description="questions answered at the same time"
    )
    waiting_answers: int = Field(
        default=200, ge=0, description="questions that may wait for their turn"
    )
    reader: bool = Field(
        default=True, description="read the passages found with a model, beside counting words"
    )
    reranker: str = Field(
        default="", description="a cross-encoder's name or folder that orders what is found"
    )
    answer_seconds: float = Field(
        default=20.0, gt=0, description="time from question to answer before an apology"
    )
