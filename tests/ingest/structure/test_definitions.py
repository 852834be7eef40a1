"""Lists of definitions are taken apart item by item."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.definitions import find_definitions

LEAD = "Dalam peraturan ini yang dimaksud dengan:"


def _items(text: str) -> list[tuple[str, str]]:
    found = find_definitions(text, 0, len(text))
    if found is None:
        return []
    return [(item.label, text[item.start : item.end].strip()) for item in found.items]


def _labels(text: str) -> list[str]:
    return [label for label, _ in _items(text)]


def test_every_item_is_found_with_all_of_its_lines() -> None:
    """Broken lines and sub-items belong to the item above them."""
    text = (
        f"Pasal 1\n{LEAD}\n1. Buku adalah kertas yang\ndijilid.\n"
        "2. Pembaca adalah:\na. anak; dan\nb. dewasa.\n3. Rak adalah papan."
    )
    assert _items(text) == [
        ("angka 1", "1. Buku adalah kertas yang\ndijilid."),
        ("angka 2", "2. Pembaca adalah:\na. anak; dan\nb. dewasa."),
        ("angka 3", "3. Rak adalah papan."),
    ]


def test_the_lead_in_is_kept_whole() -> None:
    """It is what every item completes."""
    text = f"Pasal 1\n{LEAD}\n1. Buku adalah kertas.\n2. Rak adalah papan."
    found = find_definitions(text, 0, len(text))
    assert found is not None
    assert text[found.lead[0] : found.lead[1]] == LEAD


def test_numbers_are_read_through_the_noise_of_scans() -> None:
    """Letters for digits, stray spaces and a lost number leave the others their own."""
    text = (
        f"{LEAD}\nl. Buku adalah kertas.\n2 . Rak adalah papan.\nMeja adalah papan berkaki.\n"
        "4. Kursi adalah tempat duduk.\nS. Lampu adalah cahaya.\n6. Pintu adalah lubang."
    )
    assert _labels(text) == [f"angka {number}" for number in range(1, 7)]


def test_a_misread_number_between_two_good_ones_is_mended() -> None:
    """There is only one number that it can be."""
    text = f"{LEAD}\n1. Buku adalah a.\n2. Rak adalah b.\n8. Meja adalah c.\n4. Kursi adalah d."
    assert _labels(text) == ["angka 1", "angka 2", "angka 3", "angka 4"]


def test_a_number_that_only_a_guess_could_give_stays_lost() -> None:
    """A wrong citation is worse than a short one."""
    text = f"{LEAD}\n1. Buku adalah kertas.\nRak adalah papan.\nMeja adalah papan berkaki."
    assert _labels(text) == ["angka 1", "", ""]


def test_items_are_found_within_a_line() -> None:
    """A scan may have lost the ends of lines."""
    text = f"{LEAD} 1. Buku adalah kertas. 2. Rak adalah papan. __ 3. Meja adalah kayu."
    assert _labels(text) == ["angka 1", "angka 2", "angka 3"]


def test_letters_and_brackets_number_items_too() -> None:
    """Older laws use letters; transcripts use brackets."""
    assert _labels(f"{LEAD}\na. Buku adalah a;\nb. Rak adalah b;") == ["huruf a", "huruf b"]
    assert _labels(f"{LEAD}\n(1) Buku adalah a.\n(2) Rak adalah b.") == ["angka 1", "angka 2"]


def test_the_list_ends_at_the_next_ayat_or_change() -> None:
    """What follows is no part of the last definition."""
    for following in ("(2) Ketentuan lain diatur.", "2. Ketentuan Pasal 5 diubah:"):
        text = f"{LEAD}\n1. Buku adalah a.\n2. Rak adalah b.\n{following}"
        assert _items(text)[-1] == ("angka 2", "2. Rak adalah b.")


def test_english_lists_are_known() -> None:
    """Translations of laws are cited as well."""
    text = "In this Law what is meant by:\n1. Book means paper.\n2. Shelf is a board."
    assert _labels(text) == ["angka 1", "angka 2"]


def test_running_text_is_no_list() -> None:
    """Neither a single definition nor a list of something else."""
    assert _items('Yang dimaksud dengan "buku" adalah kertas.\n1. Satu.\n2. Dua.') == []
    assert _items("Syarat:\n1. Kartu adalah wajib.\n2. Foto adalah wajib.") == []
    assert _items(f"{LEAD} 1") == []


NOISE = st.text(alphabet="12lI.() \nABab:;_", max_size=60)


@given(st.lists(NOISE, max_size=8))
def test_items_cover_the_list_without_gaps(parts: list[str]) -> None:
    """Whatever a scan has made of it, nothing between two items is lost."""
    text = f"{LEAD}\n1. Buku adalah kertas.\n2. Rak adalah papan." + "".join(parts)
    found = find_definitions(text, 0, len(text))
    assert found is not None
    for item, following in zip(found.items, found.items[1:], strict=False):
        assert item.start < item.end == following.start
    assert found.lead[1] <= found.items[0].start
