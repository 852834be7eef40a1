"""Opens a DOCX file once it is known that unpacking it stays within bounds (adapter: python-docx).

Runs in the child process. python-docx reads with lxml, resolves no entities and fetches nothing.
"""

import zipfile
from datetime import date, datetime
from typing import IO, Any, TypeAlias

import docx
from docx.document import Document
from docx.oxml.ns import nsmap, qn
from lxml import etree  # type: ignore[import-untyped] # lxml carries no types

from ingest.errors import SkippedInputError, SkipReason

Element: TypeAlias = Any  # lxml carries no types

# Sums of what the archive says of its members; zipfile reads no more of a member than it says.
MAX_UNPACKED_BYTES = 150_000_000
MAX_MEMBERS = 5000
_MAX_XML_BYTES = 30_000_000  # of one part; a tree takes up to ten times as much
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def open_docx(stream: IO[bytes]) -> Document:
    """Open a document from a seekable stream.

    Raises:
        SkippedInputError: it is protected, of another format, damaged, or unpacks to too much.
    """
    start = stream.read(len(_OLE_MAGIC))
    if start == _OLE_MAGIC:
        raise _refused_ole(stream.read())
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_size(archive)
        stream.seek(0)
        return docx.Document(stream)
    except SkippedInputError:
        raise
    # Its readers let faults of zlib, struct, lxml and dictionaries through unmapped.
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, etree.LxmlError) as error:
        reason = "is damaged or no DOCX document; save it again"
        raise SkippedInputError("", SkipReason.MALFORMED, reason) from error


def core_facts(document: Document) -> tuple[str, date | None]:
    """Give the title and the day of making that the file states, where they can be read."""
    try:
        properties = document.core_properties
        title, created = properties.title, properties.created
    except (ValueError, LookupError, etree.LxmlError):
        return "", None
    return title, created.date() if isinstance(created, datetime) else None


def tag_of(element: Element) -> str:
    """Give an element's name with the prefix "w:" where it is one of Word's own."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == _ALTERNATIVE:
        return "fallback"
    return tag.replace(f"{{{nsmap['w']}}}", "w:")


def value_of(element: Element | None, path: str, attribute: str = "w:val") -> str:
    """Give an attribute of the element at a path of names such as "w:pPr/w:pStyle", else ""."""
    found = find(element, path)
    return str(found.get(qn(attribute), "")) if found is not None else ""


def find(element: Element | None, path: str) -> Element | None:
    """Find the first element at a path of names."""
    if element is None:
        return None
    return element.find("/".join(qn(name) for name in path.split("/")))


def is_on(element: Element | None, path: str) -> bool:
    """Tell whether a switch such as "w:b" is there and not turned off."""
    found = find(element, path)
    return found is not None and found.get(qn("w:val"), "1") not in {"0", "false", "off", "none"}


def _check_size(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    largest = max((item.file_size for item in members if _is_xml(item.filename)), default=0)
    unpacked = sum(item.file_size for item in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or largest > _MAX_XML_BYTES:
        reason = f"unpacks to {unpacked // 1_000_000} MB in {len(members)} parts, more than is read"
        raise SkippedInputError("", SkipReason.TOO_LARGE, reason)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _refused_ole(rest: bytes) -> SkippedInputError:
    if _ENCRYPTED_MARK in rest:
        reason = "is protected with a password; save it without one"
        return SkippedInputError("", SkipReason.ENCRYPTED, reason)
    reason = "is an old Word document (.doc); save it as .docx"
    return SkippedInputError("", SkipReason.UNSUPPORTED, reason)
