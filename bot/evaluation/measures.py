"""The measures of a report: their names, which scripts depend on, and what they mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `milliseconds` tells that it is no share of 0..1."""

    name: str
    label: str
    meaning: str
    part: str
    lower_is_better: bool = False
    milliseconds: bool = False


_FOUND, _ANSWERS, _CITED = "Retrieval", "Answers", "Citations"
_DOUBT, _SPEED = "Abstention", "Speed"

MEASURES = (
    Measure("recall_at_1", "R@1", "an expected article is the first passage", _FOUND),
    Measure("recall_at_5", "R@5", "an expected article is among the first five passages", _FOUND),
    Measure("recall_at_10", "R@10", "an expected article is among the first ten", _FOUND),
    Measure("mrr", "MRR", "1 / the place of the first expected article, of ten", _FOUND),
    Measure("ndcg_at_10", "nDCG@10", "how high the expected articles stand among ten", _FOUND),
    Measure("answered", "answered", "of the answerable questions, status answered", _ANSWERS),
    Measure("answered_partly", "answered partly", "of those, closest passages shown", _ANSWERS),
    Measure("gold_leading", "gold in leading quote", "answered, phrases in quote [1]", _ANSWERS),
    Measure("gold_quoted", "gold quoted", "answered, phrases in the quotes", _ANSWERS),
    Measure("gold_shown", "gold shown", "phrases quoted, answered partly or wholly", _ANSWERS),
    Measure("highlight_f1", "F1 of highlight", "marked words against the answers given", _ANSWERS),
    Measure("citation_precision", "precision", "of the articles cited, those expected", _CITED),
    Measure("citation_recall", "recall", "of the articles expected, those cited", _CITED),
    Measure("verbatim", "verbatim", "of the quotes, those standing in the passage found", _CITED),
    Measure("link_resolves", "link resolves", "of the citations, with address or article", _CITED),
    Measure("auroc", "AUROC", "answerable questions get more confidence than others", _DOUBT),
    Measure("unanswerable_refused", "refused", "of the unanswerable questions, refused", _DOUBT),
    Measure("unanswerable_partly", "only partly", "of those, closest passages shown", _DOUBT, True),
    Measure("over_refusal", "over-refusal", "of the answerable questions, refused", _DOUBT, True),
    Measure(
        "coverage_at_90", "coverage at .90", "answerable ones shown, 90 % of answers right", _DOUBT
    ),
    Measure(
        "coverage_at_95", "coverage at .95", "answerable ones shown, 95 % of answers right", _DOUBT
    ),
    Measure("ece", "ECE", "how far confidence is from the share that is right", _DOUBT, True),
    Measure("errors", "errors", "questions that ended in an error", _DOUBT, True),
    Measure("p50_ms", "p50", "milliseconds that half of the answers take", _SPEED, True, True),
    Measure("p95_ms", "p95", "milliseconds that 95 % of the answers take", _SPEED, True, True),
)
BY_NAME = {measure.name: measure for measure in MEASURES}
