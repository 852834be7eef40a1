"""Tells whether a question is Indonesian or English, from the few words that questions have."""

import re

from bot.messages.catalogue import NATIONAL_LANGUAGE

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
# Words that only one of the two languages has; "data", "status", "in" and "see" prove nothing.
_INDONESIAN = frozenset(
    "ada adalah akan aku anda apa apakah atau bagaimana bagi bagaimanakah bahwa beda belum berapa "
    "bikin bisa biaya boleh brp buat cara dalam dan dapat dari dengan dgn di dimana dimanakah dong "
    "dpt ga gak gimana gmn gua gue gw hari harus ingin ini itu jadi jelaskan jika kalau kalo kami "
    "kapan karena ke kenapa kepada kita klo kok kpd langkah lama lapor lewat lu mana mau mengapa "
    "menurut minta ngurus nggak oleh pada paling saja sampai saya sebutkan sih siapa siapakah "
    "sudah supaya syarat tentang terhadap tidak tolong tuh udah untuk utk ya yang yg pak bu kah "
    "tanggal permohonan keberatan undang hukum surat warga".split()
)
_ENGLISH = frozenset(
    "a about after am an and any are as at be before by can cannot could did do does explain fee "
    "for from get give had has have how i is it law long many may me much must my need not of on "
    "or our please public request right shall should tell than that the their there they this to "
    "under was we were what when where which who whom whose why will with without within would "
    "you your".split()
)


def detect_language(
    question: str, chosen: str | None = None, otherwise: str = NATIONAL_LANGUAGE
) -> str:
    """Give "id" or "en": what the citizen chose, else what the words say, else `otherwise`."""
    if chosen:
        return chosen
    words = _WORD.findall(question.lower())
    english = sum(word in _ENGLISH for word in words)
    indonesian = sum(word in _INDONESIAN for word in words)
    if english == indonesian:
        return otherwise
    return "en" if english > indonesian else "id"
