"""Step 9, the lot: two bidders and a watcher in their own windows, to the second, until the server ends it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from journeys.browser import Visitor
from journeys.steps.listing import path
from journeys.walk import Walk

SHANGHAI = ZoneInfo("Asia/Shanghai")
AHEAD = timedelta(seconds=25)
"""Time between the announcement and the opening in which the bidders come to the page."""
LAST_SECONDS = re.compile(r"^00:00:(0\d|1[0-5])$")
LOT = 150_000
"""Milliseconds that a lot of a minute with its extension may take, at most."""
LEADING, OVERTAKEN = "您当前领先", "您已被超越"


def bid(walk: Walk) -> None:
    open_lot(walk)
    first, second = (enter(walk, username) for username in ("buyer1", "buyer2"))
    watcher = walk.windows.visitor("watcher").go(lot(walk, "live/"))
    compete(first, second, watcher)
    late(walk, second)
    watcher.close()
    walk.of("officer").go(path(walk)).shot("listing_result_pending")


def lot(walk: Walk, page: str = "") -> str:
    return f"/lots/{walk.numbers['lot']}/{page}"


def open_lot(walk: Walk) -> None:
    """The lot opens at a full minute; the clock runs to shortly before it, so that nobody waits."""
    now = datetime.now(UTC) + walk.server.shift()
    opens = (now + timedelta(seconds=90)).replace(second=0, microsecond=0)
    times = {"opens_at": opens, "closes_at": opens + timedelta(minutes=1)}
    shown = {name: f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" for name, at in times.items()}
    officer = walk.of("officer").go(path(walk, "open-bidding/"))
    officer.fill(**shown, short_reason="双方书面同意缩短竞价时间。").shot("open_bidding").send()
    walk.numbers["lot"] = (
        officer.page.locator("a[href^='/lots/BD']").first.get_attribute("href").split("/")[2]
    )
    officer.go(lot(walk)).shot("lot")
    left = opens - datetime.now(UTC) - walk.server.shift()
    if left > AHEAD:
        walk.server.run_ahead(left - AHEAD)


def enter(walk: Walk, username: str) -> Visitor:
    """Come to the lot with a clock that is right: as far ahead as the server's."""
    buyer = walk.of(username)
    ahead = int(walk.server.shift() / timedelta(milliseconds=1))
    buyer.page.context.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {ahead}; }}")
    buyer.go(lot(walk, "ready/"))
    expect(buyer.page.locator("[data-clock]")).to_have_text(re.compile("一致"))
    if username == "buyer1":
        buyer.shot("ready")
    return buyer.go(lot(walk, "live/"))


def compete(first: Visitor, second: Visitor, watcher: Visitor) -> None:
    expect(first.page.locator("[data-phase]")).to_have_text("竞价中", timeout=LOT)
    press(first)
    position(first, LEADING)
    first.shot("live_leading")
    press(second)
    position(second, LEADING)
    position(first, OVERTAKEN)
    first.shot("live_overtaken")
    too_low(first)
    extend(first, second)
    watcher.shot("live_watching")
    expect(first.page.locator("[data-result]")).to_be_visible(timeout=LOT)
    expect(watcher.page.locator("[data-result-words]")).to_contain_text("3,040,000.00")
    first.shot("live_won")
    second.shot("live_lost")


def press(buyer: Visitor) -> None:
    """Bid the next amount."""
    buyer.page.locator("[data-jump='1']").click()


def position(buyer: Visitor, words: str) -> None:
    expect(buyer.page.locator("[data-position]")).to_have_text(words)


def too_low(buyer: Visitor) -> None:
    """An amount below the next bid is answered with a sentence and moves nothing."""
    buyer.page.locator("#own-amount").fill("3000000")
    with buyer.troubles.expected(409, 422):
        buyer.page.locator("[data-own] button").click()
        expect(buyer.page.locator("[data-answer][data-tone='bad']")).to_be_visible()
    buyer.shot("live_too_low")


def extend(first: Visitor, second: Visitor) -> None:
    """A bid in the last seconds moves the end, in both windows."""
    expect(first.page.locator("[data-left]")).to_have_text(LAST_SECONDS, timeout=LOT)
    press(first)
    position(second, OVERTAKEN)
    for buyer in (first, second):
        expect(buyer.page.locator("[data-extensions]")).to_contain_text("1")
    second.shot("live_extended")


def late(walk: Walk, buyer: Visitor) -> None:
    """A bid after the end is refused with its sentence, by the form without a script too."""
    with buyer.troubles.expected(409):
        buyer.go(lot(walk, "bid/")).fill(amount="3100000").send().shot("bid_late")
    assert buyer.page.locator("[data-problems]").count() == 1
