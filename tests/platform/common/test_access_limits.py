"""A limit holds for any stretch of time and for askers who come at once (`trust.md` 11)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from quanheng.platform.common import limits
from quanheng.platform.common.limits import Exhausted, Limit

THREE = Limit("test", 3, timedelta(minutes=15))


@pytest.mark.django_db
def test_the_fourth_use_is_told_when_the_first_one_ends(now):
    for second in range(3):
        limits.take(THREE, "a", now=now + timedelta(seconds=second))
    with pytest.raises(Exhausted) as refused:
        limits.take(THREE, "a", now=now + timedelta(minutes=5))
    assert refused.value.retry_after == 600


@pytest.mark.django_db
def test_no_stretch_of_the_window_holds_more_uses_than_the_limit(now):
    """A fixed window would allow three at its end and three at the next beginning."""
    for minute in (13, 14, 14):
        limits.take(THREE, "a", now=now + timedelta(minutes=minute))
    with pytest.raises(Exhausted):
        limits.take(THREE, "a", now=now + timedelta(minutes=16))


@pytest.mark.django_db
def test_one_asker_does_not_use_up_the_allowance_of_another(now):
    for _ in range(3):
        limits.take(THREE, "a", now=now)
    limits.take(THREE, "b", now=now)
    assert limits.Allowance.objects.get(key="test:b").uses == [now.timestamp()]


@pytest.mark.django_db
def test_what_is_given_back_can_be_used_again(now):
    for _ in range(3):
        limits.take(THREE, "a", now=now)
    limits.give_back(THREE, "a")
    limits.take(THREE, "a", now=now)
    with pytest.raises(Exhausted):
        limits.take(THREE, "a", now=now)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_askers_who_come_at_once_get_the_limit_and_no_more(now):
    def ask(_):
        try:
            limits.take(THREE, "a", now=now)
        except Exhausted:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == 3


@pytest.mark.parametrize(
    ("proxies", "connection_from", "forwarded", "address"),
    [
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (1, "10.0.0.1", "no address", ""),
    ],
)
def test_forwarding_headers_count_only_as_far_as_proxies_are_trusted(
    settings, proxies, connection_from, forwarded, address
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=connection_from, HTTP_X_FORWARDED_FOR=forwarded)
    assert limits.address_of(request) == address
