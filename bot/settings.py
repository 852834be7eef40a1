"""How the bot answers and where it is reached."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.logs import LogForm

# https://core.telegram.org/bots/api#making-requests
DEFAULT_BOT_API_URL = "https://api.telegram.org"
# While a language model writes, a thread only waits; a few more of them keep two cores busy.
CONCURRENT_WITH_MODEL = 16


def _split(value: Any) -> Any:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


# Numeric ids, in a variable separated by commas or spaces.
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_split)]


class BotSettings(BaseSettings):
    """Settings of the bot, read from `SULUH_*` variables and `.env`."""

    model_config = SettingsConfigDict(env_prefix="SULUH_", env_file=".env", extra="ignore")

    telegram_token: SecretStr = Field(
        default=SecretStr(""), description="the token that BotFather gave"
    )
    bot_api_url: str = Field(default=DEFAULT_BOT_API_URL, description="another Bot API server")
    ppid_name: str = Field(default="", description="name of the PPID that citizens are sent to")
    ppid_contact: str = Field(default="", description="its web page, e-mail or address")
    offices: Path | None = Field(
        default=None, description="a TOML file of several PPIDs, by publisher"
    )
    holidays: Path | None = Field(
        default=None, description="a TOML file of days off that the calendar does not know"
    )
    concurrent_answers: int = Field(
        default=2, ge=1, description="questions answered at the same time; 16 with a language model"
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
    chat_model: str = Field(
        default="", description='a language model as "provider:model"; empty: answers are quotes'
    )
    chat_base_url: str = Field(default="", description="another server that speaks its protocol")
    chat_key: SecretStr = Field(default=SecretStr(""), description="its key")
    chat_rewrites: bool = Field(
        default=False, description="let it write follow-ups out, for the search alone"
    )
    chat_seconds: float = Field(
        default=12.0, gt=0, description="time that the model has for one answer"
    )
    chat_retries: int = Field(default=1, ge=0, description="further attempts after an outage")
    chat_tokens_a_day: int = Field(
        default=0, ge=0, description="tokens of one day in Jakarta; 0: no limit"
    )
    chat_cost_a_day: float = Field(
        default=0.0, ge=0, description="cost of one day in the currency of the prices; 0: no limit"
    )
    chat_input_price: float = Field(default=0.0, ge=0, description="of a million tokens read")
    chat_output_price: float = Field(default=0.0, ge=0, description="of a million tokens written")
    answer_seconds: float = Field(
        default=20.0, gt=0, description="time from question to answer before an apology"
    )
    webhook_url: str = Field(default="", description="public https address of the webhook")
    webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="what the Bot API shows; random at each start if empty"
    )
    listen: str = Field(
        default="", description="host:port of webhook, health checks and metrics; empty: none"
    )
    log_format: LogForm = Field(default="text", description="text, or json for machines")
    admins: Ids = Field(default=frozenset(), description="Telegram ids of staff")
    blocked: Ids = Field(default=frozenset(), description="Telegram ids that get no answer")
    questions_a_minute: int = Field(default=10, ge=1, description="of one person")
    questions_a_day: int = Field(default=200, ge=1, description="of one person")
    group_questions_a_minute: int = Field(default=20, ge=1, description="of one group")
    late_minutes: float = Field(
        default=60.0, gt=0, description="older questions get an apology instead of an answer"
    )
    rest_minutes: float = Field(
        default=30.0, gt=0, description="silence after which a conversation is over"
    )
    retention_days: int = Field(default=30, ge=1, description="days that questions are kept")
    stale_days: int = Field(
        default=1095, ge=0, description="age of sources that is pointed out; 0: never"
    )
    privacy_contact: str = Field(default="", description="who answers questions about privacy")

    @property
    def answer_threads(self) -> int:
        """How many questions are answered at a time: more where most of it is waiting."""
        waits = self.chat_model and "concurrent_answers" not in self.model_fields_set
        return CONCURRENT_WITH_MODEL if waits else self.concurrent_answers
