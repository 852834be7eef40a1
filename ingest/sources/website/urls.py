"""One form for every address, so that a page is asked for, and stored, once."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

MAX_URL_CHARACTERS = 2000  # longer ones come from traps; old browsers and servers cut them off
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT_IN_PATH = "/:@!$&'()*+,;=%"  # RFC 3986, 3.3
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?"  # RFC 3986, 3.4
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_IN_ADDRESSES = re.compile(r"[\t\r\n]")  # https://url.spec.whatwg.org drops them too
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.I)
# Campaign marks, session ids, and what makes WordPress show a page again to share or to reply.
_MEANINGLESS_PARAMETER = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|phpsessid|jsessionid"
    r"|aspsessionid\w*|sessionid|replytocom|share",
    re.I,
)


def normalise_url(address: str, base: str = "") -> str:
    """Resolve an address against the page it stands on and give it its one form.

    Empty where it is no web address, names a user, or is longer than `MAX_URL_CHARACTERS`.
    """
    try:
        joined = urljoin(base, _NOT_IN_ADDRESSES.sub("", address).strip())
        parts = urlsplit(joined)
        host = _normal_host(parts.hostname or "", parts.scheme, parts.port)
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return ""
    url = urlunsplit((parts.scheme, host, _normal_path(parts.path), _normal_query(parts.query), ""))
    return url if len(url) <= MAX_URL_CHARACTERS else ""


def host_of(url: str) -> str:
    """The host of a normalised address, with its port where that is not the usual one."""
    return urlsplit(url).netloc


def path_of(url: str) -> str:
    """The path of a normalised address, from its "/"."""
    return urlsplit(url).path


def is_root(url: str) -> bool:
    """Whether a normalised address is that of a host's home page."""
    parts = urlsplit(url)
    return parts.path == "/" and not parts.query


def after_host(url: str) -> str:
    """Path and query of a normalised address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def shape_of(url: str) -> str:
    """What addresses of one kind share: all but their numbers and the values of parameters."""
    parts = urlsplit(url)
    path = "/".join("#" if re.search(r"\d", part) else part for part in parts.path.split("/"))
    names = sorted({part.partition("=")[0] for part in parts.query.split("&")})
    return f"{parts.netloc}{path}?{'&'.join(names)}"


def _normal_host(hostname: str, scheme: str, port: int | None) -> str:
    host = hostname.rstrip(".").lower()
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        host = host.encode("idna").decode("ascii")
    if not _HOST.fullmatch(host):
        return ""
    return host if port in {None, _DEFAULT_PORTS.get(scheme)} else f"{host}:{port}"


def _normal_path(path: str) -> str:
    normal = _normal_escapes(_SESSION_IN_PATH.sub("", path), _KEPT_IN_PATH)
    return _without_dot_segments(normal) or "/"


def _without_dot_segments(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)


def _normal_query(query: str) -> str:
    parts = [_normal_escapes(part, _KEPT_IN_QUERY) for part in query.split("&")]
    named = [part for part in parts if not _MEANINGLESS_PARAMETER.fullmatch(_name_of(part))]
    # Values of one name keep their order: it can mean something.
    return "&".join(sorted(filter(None, named), key=_name_of))


def _name_of(parameter: str) -> str:
    return parameter.partition("=")[0]


def _normal_escapes(text: str, kept: str) -> str:
    return _ESCAPED.sub(_normal_escape, quote(_STRAY_PERCENT.sub("%25", text), safe=kept))


def _normal_escape(escape: re.Match[str]) -> str:
    character = chr(int(escape.group(1), 16))
    return character if character in _UNRESERVED else f"%{escape.group(1).upper()}"
