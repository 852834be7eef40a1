"""Answers for tests: one made by hand, and a strategy for any."""

from datetime import date

from hypothesis import strategies as st

from bot.answering.models import Answer, AnswerStatus, Citation, Question

QUOTE = "Badan publik wajib menjawab permohonan paling lambat 10 (sepuluh) hari kerja."


def citation(
    number: int = 1,
    quote: str = QUOTE,
    highlight: tuple[int, int] | None = None,
    title: str = "UU 14/2008",
    section: str = "Pasal 22",
    url: str = "https://ppid.example.go.id/uu-14-2008",
    published: date | None = date(2008, 4, 30),
    publisher: str = "DPR RI",
) -> Citation:
    """A citation whose every fact is known."""
    return Citation(
        number=number,
        quote=quote,
        highlight=highlight,
        article_id="uu-14-2008",
        chunk_id="uu-14-2008#22",
        title=title,
        section=section,
        url=url,
        published=published,
        publisher=publisher,
    )


def answer(
    text: str = "PPID menjawab dalam 10 hari kerja. [1]",
    citations: tuple[Citation, ...] | None = None,
    status: AnswerStatus = AnswerStatus.ANSWERED,
    language: str = "id",
) -> Answer:
    """An answered question with one citation, unless told otherwise."""
    sources = (citation(),) if citations is None else citations
    return Answer(Question("Berapa lama PPID menjawab?"), status, language, text, sources)


_PROSE = st.text(
    st.one_of(
        st.sampled_from("abc ABC .!? \n\t 0123456789 [1][2] <b>&amp;\"' 😀é\u200b\x00\ud800"),
        st.characters(),
    ),
    max_size=300,
)
_LONG_PROSE = st.builds(
    lambda prose, times: prose * times, _PROSE, st.integers(min_value=1, max_value=60)
)
_URLS = st.one_of(
    st.sampled_from(
        [
            "",
            'https://ppid.example.go.id/a?b=1&c="2"',
            "http://example.go.id/berkas satu.pdf",
            "javascript:alert(1)",
            "https://[broken",
            "ftp://example.go.id/x",
            "https://localhost/x",
            "https://example.go.id:99999/x",
            "https://ppid.example.go.id/" + "x" * 1_900,
        ]
    ),
    _PROSE,
)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """Any citation, its quote and facts as odd as they come."""
    quote = draw(st.one_of(_PROSE, _LONG_PROSE))
    start = draw(st.integers(0, len(quote)))
    end = draw(st.integers(start, len(quote)))
    return citation(
        number=draw(st.integers(1, 30)),
        quote=quote,
        highlight=draw(st.sampled_from([None, (start, end)])),
        title=draw(st.one_of(_PROSE, _LONG_PROSE)),
        section=draw(_PROSE),
        url=draw(_URLS),
        published=draw(st.one_of(st.none(), st.dates())),
        publisher=draw(_PROSE),
    )


answers = st.builds(
    answer,
    text=st.one_of(_PROSE, _LONG_PROSE, st.integers(1, 400).map(lambda n: "[1][2] a. " * n)),
    citations=st.lists(citations(), max_size=8).map(tuple),
    status=st.sampled_from(AnswerStatus),
    language=st.sampled_from(["id", "en", "jv"]),
)
