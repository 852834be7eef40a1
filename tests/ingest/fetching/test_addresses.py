"""Only addresses that anyone on the internet could reach may be connected to."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetching.addresses import AllowedAddresses, is_public, is_public_name

NOT_PUBLIC = """
    127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1
    100.64.0.1 100.100.100.200 100.127.255.255 169.254.169.254 168.63.129.16 192.0.0.192
    192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 239.255.255.255
    240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 ::8.8.8.8
    64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::8.8.8.8 2002:7f00:1:: 2002:c0a8:1::1
    2001:0:4136:e378:8000:63bf:3fff:fdd2 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254
    ff02::1 2001:db8::1 3fff::1 5f00::1 100::1 4000::1 2606:4700::1111%eth0
""".split()
PUBLIC = """
    8.8.8.8 1.1.1.1 103.7.13.10 172.32.0.1 100.128.0.1 169.253.0.1
    2606:4700::1111 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
""".split()
PRIVATE_NETWORKS = ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "100.64.0.0/10"]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_of_machines_and_networks_are_not_public(address: str) -> None:
    """Loopback, private, shared, link-local, multicast, reserved and embedded ones are refused."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """Neighbours of private blocks, and IPv6 forms of public addresses, are read."""
    assert is_public(address)


@st.composite
def _private(draw: st.DrawFn) -> IPv4Address:
    network = ip_network(draw(st.sampled_from(PRIVATE_NETWORKS)))
    offset = draw(st.integers(0, network.num_addresses - 1))
    return IPv4Address(int(network.network_address) + offset)


@given(_private())
def test_no_ipv6_form_makes_a_private_address_public(address: IPv4Address) -> None:
    """Mapped, translated, NAT64, 6to4 and compatible forms are as private as what they carry."""
    number = int(address)
    prefixes = [0, 0xFFFF << 32, 0xFFFF << 48, 0x64FF9B << 96]
    forms = [IPv6Address(prefix | number) for prefix in prefixes]
    forms.append(IPv6Address(0x2002 << 112 | number << 80 | 1))
    assert not any(is_public(str(form)) for form in [address, *forms])


@pytest.mark.parametrize(
    "name",
    [
        "localhost",
        "a.localhost",
        "x.localdomain",
        "metadata",
        "instance-data",
        "metadata.google.internal",
        "printer.local",
        "router.home.arpa",
    ],
)
def test_names_of_this_machine_and_its_network_are_not_looked_up(name: str) -> None:
    """Whatever they resolve to, only staff can open them."""
    assert not is_public_name(name)
    assert not AllowedAddresses().may_resolve(name, 80)
    assert AllowedAddresses((f"{name}:80",)).may_resolve(name, 80)


def test_staff_open_exactly_what_they_name() -> None:
    """An address with its port, or a network with all ports; no neighbour of either."""
    allowed = AllowedAddresses(("127.0.0.1:8080", "[::1]:8080", "10.1.0.0/16"))
    assert allowed.may_connect("127.0.0.1", 8080, "127.0.0.1")
    assert allowed.may_connect("::1", 8080, "::1")
    assert allowed.may_connect("x.go.id", 8080, "::ffff:127.0.0.1")
    assert not allowed.may_connect("127.0.0.1", 8081, "127.0.0.1")
    assert not allowed.may_connect("127.0.0.2", 8080, "127.0.0.2")
    assert allowed.may_connect("intranet.go.id", 443, "10.1.2.3")
    assert not allowed.may_connect("intranet.go.id", 443, "10.2.2.3")


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("10.9.9.9", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("fd00::1", True),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound to it
        ("fe80::1", False),
    ],
)
def test_a_named_host_opens_private_addresses_only(address: str, *, is_open: bool) -> None:
    """An intranet's name may lead into it, but never to where clouds hand out credentials."""
    allowed = AllowedAddresses(("intranet.go.id:443",))
    assert allowed.may_connect("intranet.go.id", 443, address) is is_open
    assert not allowed.may_connect("other.go.id", 443, address)


@pytest.mark.parametrize("entry", ["10.0.0.1", "localhost", "10.0.0.0/99", "a:b", "::1", ":80"])
def test_malformed_exceptions_are_named(entry: str) -> None:
    """A slip in the settings opens nothing and is told at once."""
    with pytest.raises(ValueError, match=entry.replace("[", r"\[")):
        AllowedAddresses((entry,))
