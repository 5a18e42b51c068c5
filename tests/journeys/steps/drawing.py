"""Step 4: information, the request for a panel, screening, the frozen list, the witnessed draw. No names outside the pool."""

from journeys.names import EXPERT_MARK
from journeys.walk import Walk

FOUND = {
    "source": "中国知网、专利数据库",
    "dated": "2026-03-02",
    "finding": "检索到相关文献十二篇，技术路线均不相同。",
}


def draw_panel(walk: Walk) -> None:
    collect(walk)
    request(walk)
    freeze(walk)
    draw(walk)
    nothing_shown(walk)


def collect(walk: Walk) -> None:
    lead = walk.of("lead").go(f"{walk.case}information/").shot("information_missing")
    links = lead.page.locator(f"main table a[href^='{walk.case}information/']")
    for path in dict.fromkeys(links.evaluate_all("links => links.map(a => a.getAttribute('href'))")):
        lead.go(path).fill(**FOUND).send()
    lead.go(f"{walk.case}information/").shot("information").send()


def request(walk: Walk) -> None:
    lead = walk.of("lead").go(f"{walk.case}panel/").shot("panel_request").send()
    lead.shot("panel_requested")


def freeze(walk: Walk) -> None:
    pool = (
        walk.of("pool").shot("inbox_pool").go(f"/draws/new/?case={walk.numbers['case']}").shot("draw_request")
    )
    walk.numbers["draw"] = draw = pool.page.url.removeprefix(walk.server.address)
    pool.go(f"{draw}enterprises/").fill(customers=walk.facts["customer"]).send()
    pool.go(f"{draw}screen/").send().shot("draw_screened").go(f"{draw}?part=candidates").shot(
        "draw_candidates"
    )
    pool.go(f"{draw}freeze/").fill(public_source="抽取日上证综合指数收盘点位").shot("draw_freeze").send()
    pool.shot("draw_frozen")


def draw(walk: Walk) -> None:
    """The second person draws with the public value on an own screen; then the invitations go out."""
    path = walk.numbers["draw"]
    walk.of("pool").go(f"{path}propose/").send()
    witness = walk.of("witness").shot("inbox_witness").go(f"{path}draw/").shot("draw_witness")
    witness.fill(public_value="3187.42").send().shot("draw_record")
    walk.of("pool").go(f"{path}invite/").send().shot("draw_inviting")


def nothing_shown(walk: Walk) -> None:
    """Institution and owner see the progress, and nobody's name."""
    for username in ("lead", "owner"):
        for page in (f"{walk.case}panel/", walk.numbers["draw"], walk.case):
            visitor = walk.of(username).go(page)
            assert EXPERT_MARK not in visitor.text(), page
    walk.of("lead").go(f"{walk.case}panel/").shot("panel_progress")
