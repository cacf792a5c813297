"""How often one may try: the windows of one process."""

import pytest

from webapp.security.limits import MOST_KEYS, Windows, limited


def test_a_window_moves_with_the_time_and_keeps_keys_apart():
    now = [0.0]
    windows = Windows(lambda: now[0])
    assert [windows.admit("a", 2, 60) for now[0] in (0, 30, 40)] == [True, True, False]
    assert windows.admit("b", 2, 60)
    now[0] = 60.5  # the first of the three has left
    assert windows.is_open("a", 2, 60) and windows.is_open("a", 2, 60)
    assert windows.admit("a", 2, 60) and not windows.is_open("a", 2, 60)


def test_what_was_tried_long_ago_takes_no_room():
    now = [0.0]
    windows = Windows(lambda: now[0])
    for number in range(MOST_KEYS):
        windows.admit(f"address {number}", 5, 60)
    now[0] = 2 * 86_400
    windows.admit("one more", 5, 60)
    assert list(windows._admitted) == ["one more"]


def test_a_limit_that_means_nothing_is_named_when_the_program_starts():
    with pytest.raises(ValueError, match="5 per fortnight"):
        limited("5 per fortnight")
