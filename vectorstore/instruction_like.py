"""Tells text that speaks to a language model instead of a reader.

A regulation or an article about such attacks may quote it, so it is pointed out, not removed. What
reads like an instruction is never handed to a language model; quoted word for word it can do
nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

from vectorstore.cleaning import clean_text

_SHOWN = 160
_IGNORE = (
    r"(?:abaikan|lupakan|hiraukan|kesampingkan|langgar)(?:lah)?|"
    r"(?:ignore|disregard|forget|override|bypass|overlook|discard)"
)
_ORDERS = (
    r"(?:instruksi|perintah|petunjuk|arahan|aturan|pedoman|prompt|instructions?|prompts?|rules?|"
    r"guidelines?|directions?|directives?|commands?|guardrails?)(?:mu|nya)?"
)
_EARLIER = (
    r"(?:sebelum(?:nya| ini)|di ?atas|terdahulu|tadi|awal|asli|sistem|apa ?pun|anda|kamu|"
    r"previous(?:ly)?|prior|above|earlier|preceding|original|initial|system|your)"
)
_ALL = r"(?:(?:all|any|every|the|of|these|those|semua|segala|seluruh|setiap)\W+)*"
_MODEL = (
    r"(?:ai|llms?|chatbots?|bots?|chatgpt|gpt|gemini|claude|(?:large )?language models?|"
    r"(?:ai|virtual) (?:models?|assistants?|agents?)|model bahasa(?: besar)?|model ai|"
    r"asisten (?:ai|virtual)|kecerdasan buatan|mesin penjawab)"
)
_YOU = r"(?:kamu|anda|engkau|you)"
_MUST = (
    r"(?:harus|wajib|diminta|mohon|tolong|jangan|jawab|abaikan|katakan|tulis|sebutkan|must|should|"
    r"shall|please|do not|don't|have to|need to|always|never|respond|answer|reply|ignore|say|tell)"
)
_REPLY = r"(?:respons?e?s?|repl(?:y|ies)|answers?|outputs?|jawaban|balasan)(?:mu)?"
_START = r"(?:^|[.!?:;\n\"'(]\s*)"
# Kinds and what speaks so; each needs two words that documents do not put together.
_KINDS = (
    (
        "override",
        rf"\b(?:{_IGNORE})\W+(?:\w+\W+){{0,4}}?{_ORDERS}\W+(?:\w+\W+){{0,3}}?{_EARLIER}\b",
    ),
    (
        "override",
        rf"\b(?:{_IGNORE})\W+(?:\w+\W+){{0,2}}?{_EARLIER}\W+(?:\w+\W+){{0,2}}?{_ORDERS}\b",
    ),
    (
        "override",
        rf"\b(?:{_IGNORE})\W+(?:semua(?:nya)?|segala\w*|seluruh|all|everything)\W+"
        r"(?:\w+\W+){0,5}?(?:sebelumnya|di ?atas|tadi|above|before|previous(?:ly)?|prior)\b",
    ),
    ("override", rf"\b(?:{_IGNORE})\W+{_ALL}(?:{_ORDERS}mu|your {_ORDERS})\b"),
    ("override", r"\b(?:new|updated|real) (?:system )?(?:instructions?|prompt)\s*:"),
    ("override", r"\b(?:instruksi|perintah) baru\s*(?:untuk\w*|bagi\w*|dari)?[\w ]{0,20}:"),
    ("role", rf"\byou are (?:now|no longer)\W+(?:an?\W+|the\W+)?(?:\w+\W+)?(?:{_MODEL}|dan)\b"),
    (
        "role",
        rf"\b(?:mulai sekarang|from now on|henceforth)\W+{_YOU}\W+(?:\w+\W+)?(?:adalah|menjadi|"
        r"bukan|berperan|menjawab|jawab|patuh|are|act|answer|respond|reply|obey)\b",
    ),
    ("role", rf"\b{_YOU} sekarang (?:adalah|menjadi|bukan lagi|bebas)\b"),
    ("role", rf"\bsekarang {_YOU} (?:adalah|menjadi|bukan lagi|bebas)\b"),
    (
        "role",
        r"\b(?:act as|pretend to be|pretend you are|role-?play as|berperanlah sebagai|"
        r"bertindaklah sebagai|ber?pura-puralah (?:menjadi|sebagai))\b",
    ),
    (
        "prompt",
        r"\b(?:system prompts?|prompt sistem|developer mode|mode pengembang|jailbreak|"
        r"prompt injection|(?:your|hidden|secret) instructions?|instruksi rahasia(?:mu)?)\b",
    ),
    (
        "model",
        r"\b(?:note|attention|message|instructions?|catatan|pesan|perhatian|instruksi|khusus|"
        rf"important|penting)\W{{0,3}}(?:to|for|untuk|bagi|kepada)\W+{_ALL}(?:para )?{_MODEL}\b",
    ),
    (
        "model",
        rf"\b(?:jika|kalau|apabila|bila|if|as|sebagai)\W+(?:{_YOU}\W+)?(?:(?:adalah|are|seorang|"
        rf"sebuah|an?|the)\W+)*{_MODEL}\W+(?:\w+\W+){{0,8}}?{_MUST}\b",
    ),
    (
        "model",
        rf"{_START}(?:wahai |hai |halo |hey |hi |dear |hello |para )?{_MODEL}\s*[,:]\s*"
        rf"(?:\w+\W+){{0,3}}?{_MUST}",
    ),
    (
        "reply",
        r"\b(?:katakan|sampaikan|beri ?tahu(?:kan)?|arahkan|suruh|minta)(?:lah)? (?:(?:kepada|pada)"
        r" )?(?:semua )?(?:pengguna|user|penanya)\b(?! informasi| layanan| jasa)",
    ),
    ("reply", r"\b(?:tell|inform|instruct|direct|convince|ask) (?:the|every|all) users?\b"),
    (
        # "Say that ...", to nobody in particular; "kami sampaikan bahwa" tells, and orders nothing.
        "reply",
        rf"{_START}(?:(?:just|only|simply|then|cukup|hanya|lalu|kemudian)\W+)?(?:say|claim|state|"
        r"(?:answer|reply|respond)(?: only)?|katakan|sebutkan|nyatakan|jawab)(?:lah)?(?: saja)? "
        r"(?:that|bahwa)\b(?! (?:anda|saudara|you)\b)",
    ),
    (
        "reply",
        r"\b(?:modify|augment|enhance|enrich|misspell|scramble|jumble|rearrange|anagram|replace|"
        r"remove|substitute|convert)\W+(?:\w+\W+){0,6}?your (?:\w+ )?(?:responses?|repl(?:y|ies)|"
        r"answers?|message)\b",
    ),
    (
        "reply",
        rf"\b(?:in|for|to|with|dalam|pada|untuk|di) (?:your|every|each|all|setiap|semua|akhir)\W+"
        rf"(?:\w+ )?{_REPLY}\W+(?:\w+\W+){{0,4}}?(?:include|add|append|say|write|mention|sertakan|"
        r"tambahkan|sebutkan|tulis(?:kan)?|cantumkan|katakan)\b",
    ),
    (
        "reply",
        rf"\b(?:include|add|append|insert|sertakan|tambahkan|tulis(?:kan)?|cantumkan)\b[^.!?\n]"
        rf"{{0,80}}\b(?:in|to|at the end of|dalam|pada|di|di akhir|ke dalam) (?:your|every|each|"
        rf"setiap|semua)\W+{_REPLY}\b",
    ),
    (
        "reply",
        r"\b(?:respond|reply|answer|jawab(?:lah)?|balas(?:lah)?) (?:only |hanya |exactly |selalu |"
        r"always )?(?:with|dengan) (?:the (?:words?|text|phrase|following)|kata|kalimat|teks)\b",
    ),
    (
        "reply",
        r"\b(?:reveal|print|show|output|repeat|tampilkan|bocorkan|ungkapkan|cetak|ulangi)(?:lah)?\W+"
        rf"(?:\w+\W+){{0,3}}?(?:prompt(?:mu)?|instruksimu|(?:your|the system) {_ORDERS}|"
        r"instruksi (?:anda|kamu|sistem))\b",
    ),
    (
        "marker",
        r"<\|[a-z_]{3,20}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant)>|"
        r"(?:^|\n)\s*#{2,}\s*(?:system|instructions?|assistant|response)\s*:?\s*(?:\n|$)|"
        r"(?:^|\n)\s*(?:system|assistant)\s*:",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
# A long run of code for bytes: no word or address of a document is so long and so mixed.
_CODED = re.compile(r"(?<![\w+/=.-])[A-Za-z0-9+/]{80,}={0,2}(?![\w+/=.-])")
_MIXED = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"))
# "a b a i k a n" is read as one word, as a language model reads it.
_SPELT = re.compile(r"(?<!\w)(?:\w[ .*_-]){5,}\w(?!\w)")
_BETWEEN_LETTERS = re.compile(r"[ .*_-]")


@dataclass(frozen=True, slots=True)
class Instruction:
    """What in a text reads like an instruction: its kind, and the words around it on one line."""

    kind: str
    excerpt: str


def find_instruction(text: str) -> Instruction | None:
    """Give the first kind of instruction to a language model that a text holds; None without.

    Kinds: "override" (of earlier instructions), "role", "prompt", "model" (speaks to one),
    "reply" (says what to answer), "marker" (of a chat's turns), "encoded".
    """
    plain = _as_read(text)
    for kind, pattern in _PATTERNS:
        match = pattern.search(plain)
        if match:
            return Instruction(kind, _around(plain, match.start()))
    for match in _CODED.finditer(plain):
        if all(sort.search(match.group()) for sort in _MIXED):
            return Instruction("encoded", _around(plain, match.start()))
    return None


def _around(text: str, place: int) -> str:
    start = max(0, place - _SHOWN // 4)
    return " ".join(text[start : start + _SHOWN].split())


def _as_read(text: str) -> str:
    plain = unicodedata.normalize("NFKC", clean_text(text))
    return _SPELT.sub(lambda spelt: _BETWEEN_LETTERS.sub("", spelt.group()), plain)
