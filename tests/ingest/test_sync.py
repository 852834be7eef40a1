"""A sync is a pure comparison: what is new, changed, gone, kept and refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SkipReason, SyncRefusedError
from ingest.gathering import SourceFindings, gather
from ingest.library import StoredArticle
from ingest.models import FoundArticle, Gone, Skipped, Unchanged, Validators
from ingest.refusals import refuse_emptying, refuse_implausible
from ingest.sync import SyncPlan, plan_sync
from tests.factories import make_article

SOURCE = "/isi"


def _found(*ids: str) -> dict[str, FoundArticle]:
    return {id_: FoundArticle(make_article(id_), id_) for id_ in ids}


def _stored(*ids: str, source: str = SOURCE, origin: str = "") -> dict[str, StoredArticle]:
    return {id_: StoredArticle(source, origin or id_, f"digest {id_}") for id_ in ids}


def _plan(found: dict[str, str], stored: dict[str, StoredArticle], *skipped: Skipped) -> SyncPlan:
    return plan_sync(SourceFindings(SOURCE, _found(*found), found, skipped), stored)


def test_articles_are_told_apart_by_digest() -> None:
    """New, changed, unchanged and removed articles each have their list."""
    plan = _plan({"n": "x", "c": "other", "u": "digest u"}, _stored("c", "u", "r"))
    assert (plan.new, plan.changed, plan.unchanged, plan.removed) == (
        ("n",),
        ("c",),
        ("u",),
        ("r",),
    )


@given(
    found=st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["digest a", "digest b"])),
    ids=st.sets(st.sampled_from("abcdef")),
)
def test_every_article_is_in_exactly_one_list(found: dict[str, str], ids: set[str]) -> None:
    """No article of a source or the library is lost or counted twice."""
    plan = _plan(found, _stored(*ids))
    listed = [*plan.new, *plan.changed, *plan.unchanged, *plan.removed, *plan.kept]
    assert sorted(listed) == sorted(set(found) | ids)


def test_articles_of_other_sources_are_left_alone() -> None:
    """A sync of one folder neither removes nor replaces what another gave."""
    plan = _plan({"a": "x"}, _stored("a", "b", source="/lain"))
    assert (plan.new, plan.changed, plan.removed) == ((), (), ())
    assert [item.code for item in plan.failed] == [SkipReason.DUPLICATE_ID]


def test_a_file_that_cannot_be_read_keeps_its_last_good_version() -> None:
    """A broken file is reported, and its article stays."""
    broken = Skipped("b.html", "It cannot be read.", SkipReason.UNREADABLE)
    plan = _plan({"a.md": "digest a.md"}, _stored("a.md", "b.html"), broken)
    assert (plan.kept, plan.removed, plan.failed) == (("b.html",), (), (broken,))


def test_a_bad_line_keeps_the_articles_of_its_file() -> None:
    """Which article a malformed line was cannot be known, so none of the file is removed."""
    bad = Skipped("faq.jsonl line 2", "It is not JSON.", SkipReason.MALFORMED)
    stored = _stored("q1", origin="faq.jsonl line 1") | _stored("q2", origin="faq.jsonl line 2")
    assert _plan({"q1": "digest q1"}, stored, bad).kept == ("q2",)


def test_the_first_of_two_articles_with_one_id_is_taken() -> None:
    """The second is reported with the place of the first."""
    twice = [FoundArticle(make_article("a", "satu"), "x:1"), FoundArticle(make_article("a"), "x:2")]
    findings = gather(SOURCE, twice, lambda: None)
    assert findings.found["a"] is twice[0]
    assert findings.skipped[0].name == "x:2"
    assert "x:1" in findings.skipped[0].reason


def test_a_source_that_gives_nothing_is_refused() -> None:
    """An empty folder does not empty the library."""
    with pytest.raises(SyncRefusedError, match="nothing was changed"):
        refuse_implausible(_plan({}, _stored("a")), most_removed=0.2)


def test_losing_more_than_a_fifth_is_refused() -> None:
    """Three of ten gone is refused, two of ten is not."""
    stored = _stored(*"abcdefghij")
    same = {id_: f"digest {id_}" for id_ in "abcdefgh"}
    refuse_implausible(_plan(same, stored), most_removed=0.2)
    del same["h"]
    with pytest.raises(SyncRefusedError, match="remove 3 of 10"):
        refuse_implausible(_plan(same, stored), most_removed=0.2)


def test_one_article_of_a_few_may_go() -> None:
    """In a folder of three, removing one file is everyday work."""
    plan = _plan({"a": "digest a", "b": "digest b"}, _stored("a", "b", "c"))
    refuse_implausible(plan, most_removed=0.2)


def test_a_folder_that_cannot_be_read_keeps_what_is_in_it() -> None:
    """A slip of permissions withdraws nothing."""
    closed = Skipped("sub", "cannot be read: Permission denied", SkipReason.UNREADABLE)
    plan = _plan({"a.md": "digest a.md"}, _stored("a.md", "sub/b.md", "subway.md"), closed)
    assert (plan.kept, plan.removed) == (("sub/b.md",), ("subway.md",))


def test_a_line_without_text_does_not_hold_the_rest_of_its_file() -> None:
    """A permanently bad row must not keep withdrawn rows citable."""
    bad = Skipped("faq.jsonl line 9", "has no text", SkipReason.NO_TEXT)
    stored = _stored("q1", origin="faq.jsonl line 1") | _stored("q2", origin="faq.jsonl line 2")
    assert _plan({"q1": "digest q1"}, stored, bad).removed == ("q2",)


def test_a_moved_folder_takes_its_articles_along() -> None:
    """Articles of a source that is gone belong to the source that has them now."""
    stored = _stored("a", "b", source="/lama")
    found = {"a": "digest a", "b": "other"}
    findings = SourceFindings(SOURCE, _found(*found), found)
    plan = plan_sync(findings, stored, frozenset({"/lama"}))
    assert (plan.changed, plan.new, plan.failed) == (("a", "b"), (), ())


def test_no_sync_leaves_the_library_empty() -> None:
    """Not even one that the operator is sure of."""
    plan = _plan({}, _stored("a"))
    with pytest.raises(SyncRefusedError, match="no article at all"):
        refuse_emptying([plan], known=1)
    refuse_emptying([plan], known=2)


SITE = "https://ppid.example.go.id/"


def _page(name: str) -> str:
    return f"{SITE}{name}"


def _site(*findings: Skipped | FoundArticle | Unchanged | Gone) -> SourceFindings:
    return gather(SITE, findings, lambda: None, lists_all=False)


def _known(*names: str) -> dict[str, StoredArticle]:
    return {
        _page(name): StoredArticle(SITE, _page(name), "digest", Validators(f'"{name}"'))
        for name in names
    }


def test_a_page_that_says_it_is_unchanged_stays_as_it_is() -> None:
    """A 304 needs neither a download nor a comparison."""
    plan = plan_sync(_site(Unchanged(_page("a"), _page("a"))), _known("a"))
    assert (plan.unchanged, plan.removed, plan.kept) == ((_page("a"),), (), ())


def test_a_page_that_is_gone_is_removed_with_its_reason() -> None:
    """Staff read why an article disappears."""
    plan = plan_sync(_site(Gone(_page("a"), _page("a"), "answers 404")), _known("a", "b"))
    assert plan.removed == (_page("a"),)
    assert plan.withdrawn == ((_page("a"), "answers 404"),)


def test_a_page_that_a_website_did_not_give_keeps_its_last_good_version() -> None:
    """Of a website only what says that it is gone is removed."""
    failed = Skipped(_page("a"), "answered 500", SkipReason.UNAVAILABLE)
    plan = plan_sync(_site(failed), _known("a", "b"))
    assert (plan.removed, plan.kept) == ((), (_page("a"), _page("b")))


def test_a_page_with_a_new_identity_replaces_its_old_article() -> None:
    """One page never gives two articles, even after its canonical address changed."""
    moved = FoundArticle(make_article(_page("baru")), _page("a"))
    plan = plan_sync(_site(moved), _known("a"))
    assert (plan.new, plan.removed) == ((_page("baru"),), (_page("a"),))


def test_new_validators_of_an_unchanged_text_are_noted() -> None:
    """Else the page would be downloaded in full for ever."""
    same = FoundArticle(make_article(_page("a")), _page("a"), Validators('"new"'))
    findings = _site(same)
    known = {_page("a"): StoredArticle(SITE, _page("a"), findings.digests[_page("a")])}
    plan = plan_sync(findings, known)
    assert (plan.unchanged, plan.restated) == ((_page("a"),), (_page("a"),))


def test_what_staff_exclude_is_not_a_fault_that_keeps_articles() -> None:
    """An excluded file's article disappears with the next build."""
    excluded = Skipped("a", "is excluded: lama", SkipReason.EXCLUDED)
    assert _plan({"b": "digest b"}, _stored("a", "b"), excluded).removed == ("a",)
