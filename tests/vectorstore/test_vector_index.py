"""How a collection is written: every row is saved, and nothing is left to replay."""

from hypothesis import given
from hypothesis import strategies as st

from vectorstore.vector_index import rows_between_saves


@given(st.integers(1, 5_000_000), st.integers(3_000, 50_000))
def test_few_rows_are_written_twice_for_the_last_one_to_be_saved(count: int, most: int) -> None:
    """The count is a whole number of saves but for one row a save."""
    save_every = rows_between_saves(count, most)
    saves = -(-count // save_every)
    assert 0 < save_every <= most
    assert 0 <= saves * save_every - count < saves
    assert saves * save_every - count <= count
