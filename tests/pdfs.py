"""Writes small PDF files for tests: text, pictures, and the traps that hostile files set."""

import io
import zlib
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter

# A line is text at 11 points, or text with its size and weight.
StyledLine = str | tuple[str, float, bool]
_LEADING = 1.3
_TOP = 780
# Seven rows of five dots for each letter.
_LETTERS = {
    " ": (0, 0, 0, 0, 0, 0, 0),
    "A": (14, 17, 17, 31, 17, 17, 17),
    "D": (30, 17, 17, 17, 17, 17, 30),
    "E": (31, 16, 16, 30, 16, 16, 31),
    "I": (14, 4, 4, 4, 4, 4, 14),
    "K": (17, 18, 20, 24, 20, 18, 17),
    "L": (16, 16, 16, 16, 16, 16, 31),
    "M": (17, 27, 21, 21, 17, 17, 17),
    "N": (17, 25, 25, 21, 19, 19, 17),
    "P": (30, 17, 17, 30, 16, 16, 16),
    "R": (30, 17, 17, 30, 20, 18, 17),
    "Y": (17, 17, 10, 4, 4, 4, 4),
}


def write_pdf(
    pages: Sequence[Sequence[StyledLine]], *, info: Mapping[str, str] | None = None
) -> bytes:
    """Write pages of lines, each below the other; an empty line leaves a gap."""
    return assemble([_stream(_text_content(lines)) for lines in pages], info=info or {})


def write_raw_pages(contents: Sequence[bytes]) -> bytes:
    """Write pages with these content streams."""
    return assemble([_stream(content) for content in contents])


def write_scanned_pdf(
    picture: bytes, width: int, height: int, *, texts: Sequence[Sequence[StyledLine]] = ((),)
) -> bytes:
    """Write pages that each show one picture of grey bytes, and little or no text."""
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>"
    )
    packed = zlib.compress(picture)
    drawn = (image % len(packed)).encode() + b"\nstream\n" + packed + b"\nendstream"
    shown = b"q 595 0 0 842 0 0 cm /I Do Q\n"
    return assemble([_stream(shown + _text_content(lines)) for lines in texts], image=drawn)


def draw_letters(lines: Sequence[str], scale: int = 8) -> tuple[bytes, int, int]:
    """Draw lines of the few letters there are as grey bytes; give these, their width and height."""
    cell, leading, margin = 6 * scale, 12 * scale, 20 * scale
    width = max(map(len, lines)) * cell + 2 * margin
    height = len(lines) * leading + 2 * margin
    pixels = bytearray(b"\xff" * (width * height))
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            for at, bits in enumerate(_LETTERS[letter]):
                for bit in (bit for bit in range(5) if bits >> (4 - bit) & 1):
                    left = margin + column * cell + bit * scale
                    top = margin + row * leading + at * scale
                    for y in range(top, top + scale):
                        start = y * width + left
                        pixels[start : start + scale] = bytes(scale)
    return bytes(pixels), width, height


def encrypt(content: bytes, user_password: str) -> bytes:
    """Protect a PDF with RC4, with a password for opening it or with an empty one."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user_password, "pemilik", algorithm="RC4-128")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def flate_bomb(unpacked_bytes: int) -> bytes:
    """Write a page whose content stream unpacks to blanks of this length."""
    packer = zlib.compressobj(9)
    step = b" " * 1_000_000
    packed = b"".join(packer.compress(step) for _ in range(unpacked_bytes // len(step)))
    packed += packer.flush()
    head = f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return assemble([head + packed + b"\nendstream"])


def page_tree_loop() -> bytes:
    """Write a page tree that is its own child."""
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ]
    )


def many_pages(count: int) -> bytes:
    """Write a page tree that shows one empty page many times."""
    kids = b"3 0 R " * count
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [" + kids + f"] /Count {count} >>".encode(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def nested_forms(depth: int, width: int) -> bytes:
    """Write a page whose forms draw one another, `width` times at each of `depth` levels."""
    forms = [
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F "
        + f"{6 + at} 0 R".encode()
        + b" >> >> /Length "
        + str(6 * width).encode()
        + b" >>\nstream\n"
        + b"/F Do " * width
        + b"\nendstream"
        for at in range(depth)
    ]
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
            b" /Resources << /XObject << /F 5 0 R >> >> >>",
            _stream(b"/F Do"),
            *forms,
            _stream(b"BT (x) Tj ET"),
        ]
    )


def assemble(
    contents: Sequence[bytes], *, info: Mapping[str, str] | None = None, image: bytes = b""
) -> bytes:
    """Write a file of one page a content stream, with two fonts and perhaps a picture."""
    first = 7
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< "
        + b" ".join(f"/{key} ({value})".encode() for key, value in (info or {}).items())
        + b" >>",
        image or b"null",
    ]
    pictures = b"/XObject << /I 6 0 R >>" if image else b""
    for at, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << "
            + b"/Font << /F 3 0 R /B 4 0 R >> "
            + pictures
            + f">> /Contents {first + 2 * at + 1} 0 R >>".encode(),
            content,
        ]
    return _file(objects, info=5)


def _text_content(lines: Sequence[StyledLine]) -> bytes:
    operations, top = [], float(_TOP)
    for line in lines:
        text, size, bold = (line, 11.0, False) if isinstance(line, str) else line
        top -= size * _LEADING
        if text:
            shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            font = "B" if bold else "F"
            operations.append(f"BT /{font} {size} Tf 1 0 0 1 60 {top:.1f} Tm ({shown}) Tj ET")
    return "\n".join(operations).encode("cp1252")


def _stream(content: bytes) -> bytes:
    return f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes], *, info: int = 0) -> bytes:
    output = io.BytesIO()
    output.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(output.tell())
        output.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = output.tell()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R" + (f" /Info {info} 0 R" if info else "")
    output.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
        f"trailer\n<< {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return output.getvalue()
