"""What the Bot API says about a webhook is told by its kind."""

import pytest

from bot.telegram.webhook_info import OTHER_FAULT, fault_class, host_of


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("Connection refused", "the connection was refused"),
        ("Connection timed out", "there was no reply in time"),
        ("Read timeout expired", "there was no reply in time"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}",
         "the certificate was not accepted"),
        ("Wrong response from the webhook: 403 Forbidden", "the reply was status 403"),
        ("Bad Request: bad webhook: HTTPS URL must be provided for webhook",
         "the address must begin with https://"),
        ("Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
         "the port must be 443, 80, 88 or 8443"),
        ("https://suluh.example.go.id/telegram/abc", OTHER_FAULT),
    ],
)  # fmt: skip
def test_faults_are_told_by_kind(description: str, kind: str) -> None:
    """In words that hold nothing of the description."""
    assert fault_class(description) == kind


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://a.example.go.id:8443/secret", "a.example.go.id"), ("", ""), ("https://[", "")],
)
def test_only_the_host_of_an_address_is_told(url: str, host: str) -> None:
    """Neither path nor port, and nothing where it is no address."""
    assert host_of(url) == host
