"""A token says who may speak to which lot, and nobody else can write one."""

from datetime import UTC, datetime, timedelta

import pytest

from quanheng.live import tokens
from quanheng.live.errors import TokenRefused
from quanheng.live.keys import TOKEN_KEY, signing_key

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def token(tmp_path) -> str:
    issuer = tokens.TokenIssuer(tmp_path)
    return issuer.issue(lot="BD-2026-00007", role="bidder", code="K7QD", terms_hash="ab" * 32, now=NOW)


def altered(token, place):
    other = "A" if token[place] != "A" else "B"
    return token[:place] + other + token[place + 1 :]


def test_a_token_says_what_it_was_issued_for(tmp_path, token):
    read = tokens.TokenReader(tmp_path).read(token, now=NOW)
    assert read == tokens.LotToken("BD-2026-00007", "K7QD", "bidder", "ab" * 32, NOW + timedelta(minutes=15))


def test_a_token_is_short_enough_for_a_header(token):
    assert len(token) <= 400


@pytest.mark.parametrize("place", [0, 5, 60, 100, -60, -2])
def test_an_altered_token_is_refused(tmp_path, token, place):
    with pytest.raises(TokenRefused):
        tokens.TokenReader(tmp_path).read(altered(token, place), now=NOW)


@pytest.mark.parametrize("text", ["", ".", "a.b", "W10.AAAA", "é.é", "x" * 5000, "a.b.c"])
def test_what_is_no_token_is_refused(tmp_path, token, text):
    with pytest.raises(TokenRefused):
        tokens.TokenReader(tmp_path).read(text, now=NOW)


def test_a_token_of_another_key_is_refused(tmp_path, token):
    with pytest.raises(TokenRefused):
        tokens.TokenReader(tmp_path / "other").read(token, now=NOW)


def test_a_token_ends_after_fifteen_minutes(tmp_path, token):
    with pytest.raises(TokenRefused) as refused:
        tokens.TokenReader(tmp_path).read(token, now=NOW + timedelta(minutes=15))
    assert refused.value.expired


def test_a_role_that_does_not_exist_is_not_issued(tmp_path):
    with pytest.raises(ValueError, match="role"):
        tokens.TokenIssuer(tmp_path).issue(lot="L1", role="admin", now=NOW)


def test_a_key_is_readable_by_its_owner_alone_and_stays_the_same(tmp_path):
    folder = tmp_path / "own"
    first, again = signing_key(folder, TOKEN_KEY), signing_key(folder, TOKEN_KEY)
    mode = (folder / TOKEN_KEY).stat().st_mode & 0o777
    assert (mode, again.private_bytes_raw(), list(folder.iterdir())) == (
        0o600,
        first.private_bytes_raw(),
        [folder / TOKEN_KEY],
    )
