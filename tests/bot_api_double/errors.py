"""A refusal of the Bot API."""


class ApiError(Exception):
    """A refusal: status, description and parameters of the reply."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> ApiError:
    """Make the refusal of a request that is wrong in itself."""
    return ApiError(400, f"Bad Request: {reason}")
