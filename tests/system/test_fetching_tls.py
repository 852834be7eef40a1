"""Over https the certificate must be for the name, though the connection goes to an address."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import FetchError, PageForbiddenError, PageUnavailableError, SkipReason
from ingest.fetching.client import Machine, PoliteFetcher
from ingest.fetching.models import FetchedPage, FetchLimits
from tests.hostile_site import HostileSite
from tests.hostile_site.visit import Visit

pytestmark = pytest.mark.system

LIMITS = FetchLimits(seconds_between=0.0, tries=1)
HASTY = replace(LIMITS, seconds=0.5, seconds_in_all=1.0, robots_seconds=0.5)
_OPENSSL = shutil.which("openssl")
_NEW_CERTIFICATE = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2"
    " -subj /CN=situs.example -addext subjectAltName=DNS:situs.example"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with the key and the certificate of situs.example."""
    if _OPENSSL is None:
        pytest.skip("openssl makes the certificate, and is not installed")
    folder = tmp_path_factory.mktemp("tls")
    key, file = folder / "key.pem", folder / "both.pem"
    command = [_OPENSSL, *_NEW_CERTIFICATE.split(), "-keyout", str(key), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    file.write_text(file.read_text() + key.read_text())
    return file


@pytest.fixture
def site(certificate: Path) -> Iterator[HostileSite]:
    """Give a site that serves https as situs.example."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with HostileSite(tls=tls) as running:
        yield running


def _fetcher(
    site: HostileSite, trusted: ssl.SSLContext | None = None, limits: FetchLimits = LIMITS
) -> PoliteFetcher:
    def loopback(host: str, port: int, seconds: float) -> tuple[str, ...]:
        return ("127.0.0.1",)

    machine = Machine(resolve=loopback, ssl_context=trusted)
    return PoliteFetcher(limits=limits, allowed_private=(site.endpoint,), machine=machine)


def _url(site: HostileSite, host: str, page: str = "good") -> str:
    return f"https://{host}:{site.endpoint.partition(':')[2]}/{page}"


def _fault(fetcher: PoliteFetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    return caught.value


def test_a_page_is_read_whose_certificate_is_for_its_name(
    site: HostileSite, certificate: Path
) -> None:
    """The name goes with the connection, the address only carries it."""
    trusted = ssl.create_default_context(cafile=certificate)
    assert isinstance(_fetcher(site, trusted).fetch(_url(site, "situs.example")), FetchedPage)


def test_a_certificate_for_another_name_is_refused(site: HostileSite, certificate: Path) -> None:
    """And nothing is asked of the server."""
    trusted = ssl.create_default_context(cafile=certificate)
    fault = _fault(_fetcher(site, trusted), _url(site, "lain.example"))
    assert isinstance(fault, PageForbiddenError)
    assert (fault.code, site.heads) == (SkipReason.CERTIFICATE, [])


def test_a_certificate_of_nobody_is_refused(site: HostileSite) -> None:
    """Only the authorities that browsers trust are trusted."""
    fault = _fault(_fetcher(site), _url(site, "situs.example"))
    assert isinstance(fault, PageForbiddenError)
    assert (fault.code, site.heads) == (SkipReason.CERTIFICATE, [])


def test_a_drip_within_tls_ends_in_time(site: HostileSite, certificate: Path) -> None:
    """A secured connection has the same deadline."""
    trusted = ssl.create_default_context(cafile=certificate)
    fault = _fault(_fetcher(site, trusted, HASTY), _url(site, "situs.example", "drip_body"))
    assert isinstance(fault, PageUnavailableError)
    assert fault.code is SkipReason.TOO_SLOW


def test_a_handshake_that_never_comes_ends_in_time() -> None:
    """The deadline counts from the name to the last byte."""

    def never(visit: Visit) -> None:
        visit.wait(60)

    with HostileSite(robots=never) as site:
        fault = _fault(_fetcher(site, limits=HASTY), _url(site, "situs.example"))
    assert isinstance(fault, PageUnavailableError)
    assert fault.code is SkipReason.TOO_SLOW
