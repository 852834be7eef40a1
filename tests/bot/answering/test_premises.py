"""False premises are told, and what only looks like one is not."""

import pytest

from bot.answering.foreign_rules import ForeignRules
from bot.answering.law_citations import CitationParser
from bot.answering.law_register import Law, LawRegister
from bot.answering.off_topic import OffTopic
from bot.answering.premises import FalsePremise, Premises
from tests.factories import make_info, make_passage
from vectorstore.keyword_index import Analyser
from vectorstore.models import Chunk, Passage
from vectorstore.rows import Place

_PARSER = CitationParser.load()
_STEMS = Analyser.load().stems


def _law(title: str, articles: int) -> list[Place]:
    return [Place(f"{title}::{n}", f"{title} — Pasal {n}", ()) for n in range(1, articles + 1)]


# One law article by article, one as a single document, an amending law, a regulation, and news.
_PLACES = [
    *_law("UU 14/2008 tentang Keterbukaan Informasi Publik", 64),
    *_law("UU 8/1999 tentang Perlindungan Konsumen", 65),
    *_law("UU 11/2008 tentang Informasi dan Transaksi Elektronik", 54),
    *(
        Place(
            f"desa::{n}", "UNDANG-UNDANG NOMOR 6 TAHUN 2014 TENTANG DESA", ("BAB I", f"Pasal {n}")
        )
        for n in range(1, 123)
    ),
    Place("ubah::1", "UU 1/2024 tentang Perubahan Kedua Atas UU 11/2008 — Pasal 27A", ()),
    *_law("UU 13/2003 tentang Ketenagakerjaan", 193),
    *_law("Peraturan Komisi Informasi 1/2021 tentang Standar Layanan Informasi Publik", 64),
    Place("berita::0", "Sosialisasi UU 99/2019 di kantor bupati", ()),
    Place("berita::1", "Undang-undang baru disahkan", ()),
]
_REGISTER = LawRegister.of_places(_PLACES, _PARSER, _STEMS)


def _judge(question: str, passages: tuple[Passage, ...] = ()) -> FalsePremise | None:
    premises = Premises(_PARSER, lambda: _REGISTER, ForeignRules.load(), OffTopic.load())
    return premises.judge(question, "id", passages)


_FALSE = {
    "no_law": [
        "Apa isi UU 88/2031?",
        "uu no 5 tahun 2008 ngatur apa",
        "Apa sanksi menurut UU Kota Terapung?",
        "uu astrofotografi bilang apa",
        "Bagaimana syaratnya menurut PP 14/2008?",
        "Apa isi UU Perlindungan Konsumen tahun 2031?",
        "Pasal 1234 KUHPerdata mengatur apa?",
        "What does Law No. 3 of 2035 require?",
        "Menurut Permen Kelautan Nomor 12 Tahun 2033, siapa yang wajib lapor?",
    ],
    "no_article": [
        "Apa bunyi pasal 77 UU KIP?",
        "pasal 0 uu 14/2008",
        "Apakah Pasal 40B UU 8/1999 melarang diskon?",
        "What does Article 300 of Law 6/2014 say?",
    ],
    "foreign": [
        "Bagaimana hukum waris Jerman?",
        "Berapa pajak penghasilan di Kanada?",
        "What does Japanese law say about privacy?",
        "Apakah HIPAA mengatur data pasien?",
        "Kalau di Filipina, berapa lama akta kelahiran jadi?",
    ],
    "off_topic": [
        "Cara memasak rendang gimana?",
        "Ramalan zodiak Leo hari ini apa?",
        "Besok cuaca di Bandung bagaimana, hujan besok?",
    ],
}
_INNOCENT = [
    "Apa isi Pasal 22 UU 14/2008?",
    "uu kip pasal 4 isinya apa",
    "Berapa lama jawaban PPID menurut UU KIP?",
    "Apa itu UU ITE?",
    "Apakah Pasal 27A UU ITE masih berlaku?",
    "Apakah Pasal 27A UU 11/2008 masih berlaku?",
    "Apa hak pekerja menurut UU Tenaga Kerja?",
    "undang-undang desa pasal 122",
    "Perki 1/2021 pasal 64 bilang apa?",
    "UU mana yang mengatur informasi publik?",
    "uu terbaru soal informasi publik apa ya",
    "menurut uu perlindungan konsumen berapa dendanya",
    "Berapa biaya haji ke Arab Saudi?",
    "Bagaimana aturan perlindungan TKI di Malaysia?",
    "Apa syarat paspor untuk ke Jepang?",
    "Kalau di Malaysia, di mana kantor KBRI?",
    "Apakah warga negara asing boleh meminta informasi?",
    "Bagaimana izin tinggal orang asing dari Singapura?",
    "Bagaimana izin edar obat tradisional?",
    "Apakah harga obat generik diatur pemerintah?",
    "Bagaimana cara mendaftar program jaminan kesehatan?",
]


@pytest.mark.parametrize(
    ("kind", "question"), [(kind, question) for kind, asked in _FALSE.items() for question in asked]
)
def test_false_premises_are_told(kind: str, question: str) -> None:
    """Each by the message that fits."""
    premise = _judge(question)
    assert premise is not None
    assert premise.message == f"premise.{kind}"


@pytest.mark.parametrize("question", _INNOCENT)
def test_what_only_looks_like_one_is_answered(question: str) -> None:
    """Laws and articles that are published, Indonesians abroad, and everyday services."""
    assert _judge(question) is None


def test_the_law_and_its_last_article_are_named() -> None:
    """So that the citizen can look for the right one."""
    premise = _judge("Apa bunyi pasal 77 UU KIP?")
    assert premise is not None
    assert premise.values == {"law": "UU 14/2008", "article": "77", "last": "64"}


def test_a_law_that_a_passage_speaks_of_is_no_false_premise() -> None:
    """An article about a law can answer without the law being published."""
    question = "Apa isi UU 20/2031?"
    assert _judge(question) is not None
    about = make_passage("Undang-Undang Nomor 20 Tahun 2031 mengatur sampah antariksa.")
    assert _judge(question, (about,)) is None


def test_a_foreign_rule_that_a_passage_speaks_of_is_no_false_premise() -> None:
    """What is published here may compare."""
    assert _judge("Apa itu GDPR?", (make_passage("GDPR berlaku di Uni Eropa."),)) is None


def test_a_paragraph_beyond_the_last_is_told_where_the_article_was_found_whole() -> None:
    """Only the whole text of an article shows how many paragraphs it has."""
    title = "UU 14/2008 tentang Keterbukaan Informasi Publik"
    text = "Pasal 22\n(1) Pemohon dapat meminta.\n(2) Badan Publik wajib mencatat."
    chunk = Chunk(make_info(title), 22, text)
    whole = (Passage(chunk, 1.0, 0.9, 1.0),)
    question = "Apa isi Pasal 22 ayat (9) UU 14/2008?"
    premise = _judge(question, whole)
    assert premise is not None
    assert (premise.message, premise.values["last"]) == ("premise.no_paragraph", "2")
    assert _judge("Apa isi Pasal 22 ayat (2) UU 14/2008?", whole) is None
    assert _judge(question) is None


def test_an_amending_law_does_not_show_what_articles_there_are() -> None:
    """It has only some of its law's articles."""
    assert _judge("Apa isi Pasal 3 UU 1/2024?") is None


def test_where_no_law_is_published_none_is_doubted() -> None:
    """Articles about laws may name them in ways that cannot be compared."""
    empty = LawRegister.of_places(_PLACES[-2:], _PARSER, _STEMS)
    premises = Premises(_PARSER, lambda: empty, ForeignRules.load(), OffTopic.load())
    assert premises.judge("Apa isi UU 88/2031?", "id", ()) is None


@pytest.mark.parametrize(
    "question", ["UU 14/2008 pasal 22", "uu kip pasal 22 ayat (7)", "Article 22 of Law 14/2008"]
)
def test_a_cited_article_is_found_by_its_place(question: str) -> None:
    """However it is cited, its chunks are those that come first."""
    premises = Premises(_PARSER, lambda: _REGISTER, ForeignRules.load(), OffTopic.load())
    expected = ("UU 14/2008 tentang Keterbukaan Informasi Publik::22",)
    assert premises.cited(question).chunk_ids == expected


@pytest.mark.parametrize("law", _REGISTER.laws, ids=lambda law: law.label)
def test_every_published_law_is_found_by_each_of_its_names(law: Law) -> None:
    """By number, by subject, in capitals or not, with its last article."""
    kind, subject = law.title.split()[0], law.title.lower().partition(" tentang ")[2]
    for question in (
        f"apa isi {law.label.lower()}?",
        f"Menurut {law.title}, siapa yang wajib?",
        f"Apa isi {law.label} pasal {law.last_article or '27A'}?",
        f"apa yang diatur {kind.lower()} {subject}?",
        f"Apa yang diatur {kind} {subject.title()}?",
    ):
        assert _judge(question) is None, question
