"""Which addresses of the network may be connected to. Pure: nothing is resolved here."""

import re
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

_Ip = IPv4Address | IPv6Address

# Only this block holds global IPv6 unicast addresses (IANA IPv6 address space registry).
_GLOBAL_UNICAST = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address reached

_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # shared by carriers (RFC 6598)
        "168.63.129.16/32",  # Azure's host agent behind a public number
        "192.0.0.0/24",  # protocol assignments (RFC 6890); Oracle's metadata
        "192.88.99.0/24",  # former 6to4 relays (RFC 7526)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "2001::/23",  # protocol assignments, Teredo among them (RFC 2928, RFC 4380)
        "3fff::/20",  # documentation (RFC 9637)
    )
)

# Names that mean this machine or its network, wherever they resolve to (RFC 6761, RFC 6762,
# RFC 8375, and ICANN's reservation of .internal, where clouds keep their metadata).
_LOCAL_SUFFIXES = (".localhost", ".local", ".localdomain", ".internal", ".home.arpa")
_ENDPOINT = re.compile(r"(?:[^:/\[\]]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


def is_public(address: str) -> bool:
    """Whether an IP address is reachable by anyone on the internet, and leads to no other.

    An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4) is as public as that one.
    """
    return _is_public(_unpacked(ip_address(address)))


def _is_public(ip: _Ip) -> bool:
    if isinstance(ip, IPv6Address) and (ip not in _GLOBAL_UNICAST or ip.scope_id):
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    return not any(ip in network for network in _NOT_PUBLIC)


def _unpacked(ip: _Ip) -> _Ip:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def is_ip(host: str) -> bool:
    """Whether a host is an IP address in its standard form."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_public_name(host: str) -> bool:
    """Whether a host is a name of the internet rather than of this machine or its network."""
    return "." in host and not host.endswith(_LOCAL_SUFFIXES)


@dataclass(frozen=True, slots=True)
class AllowedAddresses:
    """Public addresses, and those of an intranet that staff name.

    Attributes:
        private: each `address:port`, `name:port`, or a network such as `10.1.0.0/16` (all its
            ports). A name is trusted for private addresses only, not for link-local ones, where
            clouds hand out credentials.

    Raises:
        ValueError: an entry is none of these.
    """

    private: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for entry in self.private:
            if "/" in entry:
                ip_network(entry, strict=False)
            elif not _ENDPOINT.fullmatch(entry):
                raise ValueError(
                    f"{entry!r} is neither host:port nor a network such as 10.1.0.0/16"
                )

    def may_resolve(self, host: str, port: int) -> bool:
        """Whether a host may be looked up at all."""
        return is_ip(host) or is_public_name(host) or self._names(host, port)

    def may_connect(self, host: str, port: int, address: str) -> bool:
        """Whether a connection may go to an address that a host was resolved to."""
        if is_public(address):
            return True
        ip = _unpacked(ip_address(address))
        if self._names(str(ip), port) or any(ip in network for network in self._networks()):
            return True
        return self._names(host, port) and ip.is_private and not _is_special(ip)

    def _names(self, host: str, port: int) -> bool:
        return any(_is_endpoint(entry, host, port) for entry in self.private)

    def _networks(self) -> list[IPv4Network | IPv6Network]:
        return [ip_network(entry, strict=False) for entry in self.private if "/" in entry]


def _is_special(ip: _Ip) -> bool:
    is_reserved = ip.is_reserved and not ip.is_loopback
    return ip.is_link_local or ip.is_multicast or ip.is_unspecified or is_reserved


def _is_endpoint(entry: str, host: str, port: int) -> bool:
    name, _, number = entry.rpartition(":")
    return number == str(port) and name.strip("[]").lower() == host
