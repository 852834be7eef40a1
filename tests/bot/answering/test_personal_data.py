"""Personal data are found however they are written; what merely looks like them passes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.personal_data import (
    PersonalDataKind,
    blotted,
    find_personal_data,
    is_only_personal_data,
    masked,
    without_marks,
)

_NIK = "3201014101900001"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIK saya 3201014101900001 salah", "NIK saya [NIK] salah"),
        ("3201 0141 0190 0001", "[NIK]"),
        ("32.01.01.410190.0001", "[NIK]"),
        ("3 2 0 1 0 1 4 1 0 1 9 0 0 0 0 1", "[NIK]"),
        ("３２０１０１４１０１９００００１", "[NIK]"),
        ("3201\u200b0141\u200d0190\u20600001", "[NIK]"),
        ("NIK3201014101900001", "NIK[NIK]"),
        ("3201014101900001/3201014101900002", "[NIK]/[NIK]"),
        ("nik 9999999999999999", "nik [NIK]"),
        ("no KK 3201012503150012 hilang", "no KK [KK] hilang"),
        ("kartu keluarga: 3201 0125 0315 0012", "kartu keluarga: [KK]"),
        ("01.234.567.8-901.000", "[NPWP]"),
        ("npwp 012345678901000", "npwp [NPWP]"),
        ("NPWP baru 0123456789012345", "NPWP baru [NPWP]"),
        ("hubungi 081234567890 ya", "hubungi [TELEPON] ya"),
        ("+62 812-3456-7890", "[TELEPON]"),
        ("0812.3456.7890", "[TELEPON]"),
        ("0812–3456–7890", "[TELEPON]"),
        ("٠٨١٢٣٤٥٦٧٨٩٠", "[TELEPON]"),
        ("(021) 555 1234", "[TELEPON]"),
        ("021-5551234", "[TELEPON]"),
        ("0274-512345", "[TELEPON]"),
        ("+65 9123 4567", "[TELEPON]"),
        ("wa.me/6281234567890", "wa.me/[TELEPON]"),
        ("WA:081234567890/081298765432", "WA:[TELEPON]/[TELEPON]"),
        ("hp 8123456789", "hp [TELEPON]"),
        ("budi.santoso@perusahaan.co.id.", "[EMAIL]."),
        ("budi @ gmail . com", "[EMAIL]"),
        ("budi(at)gmail(dot)com", "[EMAIL]"),
        ("kartu 4111 1111 1111 1111", "kartu [KARTU]"),
        ("5555-5555-5555-4444", "[KARTU]"),
        ("Budi, 3201014101900001, 081234567890, b@x.com", "Budi, [NIK], [TELEPON], [EMAIL]"),
    ],
)
def test_personal_data_are_masked(text: str, shown: str) -> None:
    """Spaces, dots, dashes, other digits and invisible characters hide nothing."""
    assert masked(text) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "anggaran 2024-2025",
        "anggaran 2022 2023 2024 2025",
        "Rp1.500.000 dan Rp 3.201.010.101.010.001",
        "1.500.000.000.000 rupiah",
        "UU 14/2008 Pasal 22 ayat (7) dan (8)",
        "Nomor 14 Tahun 2008, PERKI 1/2021, 33/PUU-XV/2017",
        "11-01-2020 - 12-02-2021, 17/08/1945, 2024-08-17 10:30",
        "buka 08.15-09.30 08.15-15.30",
        "08 12 2024 10.30",
        "hubungi 112, 110, 119 atau 1500-567",
        "0800 1 234567",
        "ppid@bumn-contoh.co.id, humas@jakarta.go.id, desa@sukamaju.desa.id",
        "B-0812345678/KPU/2023, REG-3201014101900001A, 002/PPID/2023",
        "pasal 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
        "ISBN 978-602-1234-56-7, kode pos 40115, kode wilayah 32.01.01",
        "tabel 10 20 30 40 50 60 70 80",
        "follow @ppid.info",
    ],
)
def test_public_numbers_pass(text: str) -> None:
    """Money, years, dates, laws, files and the contacts of public bodies are not personal."""
    assert find_personal_data(text) == ()
    assert masked(text) == blotted(text) == text


def test_findings_name_the_place_in_the_text_as_written() -> None:
    """Offsets count the characters of the text that was given, invisible ones too."""
    text = "NIK: 3201\u200b0141 0190 0001."
    [found] = find_personal_data(text)
    assert found.kind is PersonalDataKind.NIK
    assert text[found.start : found.end] == "3201\u200b0141 0190 0001"


def test_what_begins_like_hours_may_be_a_nik() -> None:
    """And hours before another number stay hours."""
    assert masked("3.20-1.01 4101900001") == "[NIK]"
    assert masked("buka 3.20-1.01, loket 4101900001") == "buka 3.20-1.01, loket 4101900001"


@given(
    separators=st.lists(st.sampled_from(["", " ", ".", "-", "\u200b", " - "]), min_size=15),
    before=st.sampled_from(["", "NIK ", "nomor saya: ", "(", "“"]),
    after=st.sampled_from(["", " salah", ".", ")", ", tolong"]),
)
@settings(max_examples=100)
def test_no_spacing_hides_a_nik(separators: list[str], before: str, after: str) -> None:
    """Whatever stands between the digits, none of them is left."""
    number = "".join(a + b for a, b in zip(_NIK, (*separators[:15], ""), strict=True))
    shown = masked(f"{before}{number}{after}")
    assert shown == f"{before}[NIK]{after}"


@given(st.text(st.sampled_from("0123456789 .-+@/(abRp𝟎８•"), max_size=60))
@settings(max_examples=100)
def test_blots_keep_places(text: str) -> None:
    """A blotted text is as long as before in UTF-16 units, as entities of messages need it."""

    def units(words: str) -> int:
        return len(words.encode("utf-16-le"))

    assert units(blotted(text)) == units(text)
    ends = [0, *(end for found in find_personal_data(text) for end in (found.start, found.end))]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("3201014101900001", True),
        ("Halo kak, ini NIK saya: 3201014101900001", True),
        ("no hp saya 081234567890", True),
        ("NIK 3201014101900001 salah", False),
        ("NIK saya", False),
    ],
)
def test_what_holds_nothing_else_is_told(text: str, only: bool) -> None:
    """A number that is merely handed over is no question."""
    assert is_only_personal_data(masked(text)) is only


def test_registers_stay_searchable() -> None:
    """What the number is may be the topic; somebody's telephone is none."""
    assert without_marks("[NIK] saya salah, hp [TELEPON]") == "NIK saya salah, hp"
    assert without_marks("NIK [NIK] salah") == "NIK salah"
