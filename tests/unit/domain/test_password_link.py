"""The link that sets a password is genuine, fresh and used once, or it is nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.domain.password_link import VALID_FOR, password_token, read_password_token

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_a_token_gives_back_what_it_was_made_for():
    token = password_token("a1b2", 3, NOW, "secret")
    assert read_password_token(token, NOW + timedelta(minutes=119), "secret") == ("a1b2", 3)


def test_a_token_ends_after_two_hours():
    token = password_token("a1b2", 3, NOW, "secret")
    assert read_password_token(token, NOW + VALID_FOR, "secret") is None


@pytest.mark.parametrize("forged", ["", ".", "...", "é", "a1b2.3.99999999999.", "a1b2.3.99999999999.00"])
def test_a_forged_token_is_nothing(forged):
    assert read_password_token(forged, NOW, "secret") is None


def test_a_token_of_another_installation_is_nothing():
    assert read_password_token(password_token("a1b2", 3, NOW, "other"), NOW, "secret") is None
