"""The errors of the bot; each text says what happened, what was kept and what to do.

BotError
├── MissingTokenError        no token is set
├── TokenRefusedError        the Bot API does not know the token
├── SecondPollerError        another program fetches the same bot's messages
├── BotApiUnreachableError   the Bot API gives no usable reply
├── WebhookSettingError      the webhook's address or secret cannot be used
├── WebhookRefusedError      the Bot API does not deliver to the webhook's address
├── WebhookTakenOverError    another program had the messages sent elsewhere
├── ListenError              nothing can listen at an address of this machine
├── StorageError             the bot's database cannot be used (bot/storage/errors.py)
│   ├── StorageMissingError  there is none to read yet
│   ├── StorageBusyError     another bot holds it
│   ├── StorageDamagedError  its file is no database, or is damaged
│   ├── StorageNewerError    a newer release wrote it
│   ├── StorageFullError     the disk is full, read-only or failing
│   ├── StorageKeyError      its key is missing, damaged or of another database
│   ├── StorageFailedError   SQLite failed in another way
│   └── SealedTextError      one sealed text cannot be read
├── ChatModelSettingError    the language model that is configured cannot be used
├── ModelError               a call of the language model gave nothing that can be used
│   ├── ModelUnavailableError  its server is down or cannot be reached
│   ├── ModelBusyError       its server asks to come back later
│   ├── ModelTimeoutError    it took too long
│   ├── ModelRefusedError    its server refuses every request of ours
│   ├── ModelRejectedError   its server refuses this one request
│   └── ModelGarbledError    what it wrote is empty, endless, or not of the form asked for
├── ReaderFileError          the span reader's file is missing, damaged or of another version
├── HandOverFileError        a file of PPID offices or of days off cannot be used
├── BatchError               a file of questions cannot be read
├── QuestionSetError         a question set cannot be read
└── OldReportError           a report to compare with cannot be read
"""

from pathlib import Path


class BotError(Exception):
    """Something keeps the bot from working; the text is for people and holds no secret."""


class MissingTokenError(BotError):
    """No bot token is set."""

    def __init__(self) -> None:
        super().__init__(
            "No Telegram token is set, so the bot did not start; "
            "put the token that @BotFather gave you into SULUH_TELEGRAM_TOKEN."
        )


class TokenRefusedError(BotError):
    """The Bot API refused the token."""

    def __init__(self) -> None:
        super().__init__(
            "The Bot API refused the Telegram token, so the bot stopped and unread messages stay "
            "on the server; check SULUH_TELEGRAM_TOKEN, and SULUH_BOT_API_URL if you set it."
        )


class SecondPollerError(BotError):
    """Another program fetches messages with the same token."""

    def __init__(self) -> None:
        super().__init__(
            "Another program fetches messages with the same Telegram token, so this bot stopped "
            "and unread messages stay on the server; stop the other one, or ask @BotFather for a "
            "new token if you do not know it."
        )


class BotApiUnreachableError(BotError):
    """The Bot API could not be reached, or gave no usable reply, while the bot started."""

    def __init__(self, url: str, attempts: int) -> None:
        super().__init__(
            f"The Bot API at {url} gave no usable reply in {attempts} attempts, so the bot did not "
            "start and unread messages stay on the server; check the network and "
            "SULUH_BOT_API_URL, then start it again."
        )


class WebhookSettingError(BotError):
    """The webhook's address or secret is missing or of the wrong form."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(
            "The webhook cannot be set up, so the bot did not start and unread messages stay on "
            f"the server; set {name} to {wanted}."
        )


class WebhookRefusedError(BotError):
    """The Bot API does not accept the address that it is to deliver messages to."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The Bot API refused the webhook's address ({reason}), so the bot stopped and unread "
            "messages stay on the server; correct SULUH_WEBHOOK_URL, then start it again."
        )


class WebhookTakenOverError(BotError):
    """Another program with the same token had the messages delivered elsewhere, or fetches them."""

    def __init__(self, host: str) -> None:
        where = f"now sends its messages to {host}" if host else "removed the webhook of this bot"
        super().__init__(
            f"Another program with the same Telegram token {where}, so this bot stopped after "
            "answering what it had taken in; stop the other one, or ask @BotFather for a new token "
            "if you do not know it."
        )


class ListenError(BotError):
    """Nothing can listen at an address of this machine."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            f"The bot cannot listen at {address} ({reason}), so it stopped and unread messages "
            "stay on the server; free that address, or set SULUH_LISTEN to another."
        )


class ChatModelSettingError(BotError):
    """The language model in the settings cannot be used."""

    def __init__(self, model: str, reason: str, mend: str) -> None:
        super().__init__(
            f"The language model {model} cannot be used, so the bot did not start: {reason}. "
            f"{mend}, or unset SULUH_CHAT_MODEL to answer without one."
        )


class ModelError(BotError):
    """A call of the language model gave nothing usable; the text never quotes what was sent.

    `told` says so to staff; the answer is then made without the model.
    """

    told = "The language model gave no usable reply"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.told}{f' ({detail})' if detail else ''}.")


class ModelUnavailableError(ModelError):
    """The model's server is down, fails (5xx) or cannot be reached."""

    told = "The language model's server is down or cannot be reached"


class ModelBusyError(ModelError):
    """The model's server has no room for the request (429)."""

    told = "The language model's server asks to come back later"


class ModelTimeoutError(ModelError):
    """The reply was not there in time."""

    told = "The language model took too long"


class ModelRefusedError(ModelError):
    """The server refuses every request (401, 403, 404): its settings must be mended."""

    told = (
        "The language model's server refuses our requests; check SULUH_CHAT_MODEL, "
        "SULUH_CHAT_KEY and SULUH_CHAT_BASE_URL"
    )


class ModelRejectedError(ModelError):
    """The server refuses this one request (other 4xx): too long, or against its rules."""

    told = "The language model's server rejected a request"


class ModelGarbledError(ModelError):
    """What came back is empty, endless, no reply of a model, or not of the form asked for."""

    told = "The language model's reply could not be read"


class ReaderFileError(BotError):
    """The span reader's file is missing, damaged, or does not fit the bundled encoder."""


class HandOverFileError(BotError):
    """A file of PPID offices, or of days off, cannot be used."""

    def __init__(self, path: Path, setting: str, reason: str) -> None:
        super().__init__(
            f"The file {path} cannot be used, so the bot did not start and unread messages stay on "
            f"the server: {reason.rstrip('.')}. Mend it, or unset {setting}."
        )


class BatchError(BotError):
    """A file of questions cannot be read up to its end; what came before was answered."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path} cannot be read at line {line}: {reason}.")


class QuestionSetError(BotError):
    """A question set cannot be read, or holds no question."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The question set {path} cannot be used, so nothing was asked: {reason}. "
            'Each row needs a "question" (CSV: a column question or pertanyaan).'
        )


class OldReportError(BotError):
    """A report to compare with cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is no report of `suluh evaluate --json`, so nothing was asked; "
            "give a file that it wrote."
        )
