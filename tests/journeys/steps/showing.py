"""Step 10: anyone reads what may be public, and nothing else."""

from journeys.browser import Visitor
from journeys.names import DECISION_MARK, EXPERT_MARK, VOUCHER_MARK
from journeys.steps.registering import TITLE
from journeys.steps.valuing import OPINIONS
from journeys.walk import Walk

SECRETS = (
    EXPERT_MARK,
    DECISION_MARK,
    VOUCHER_MARK,
    "decision.pdf",
    "priority.pdf",
    "许竞买",
    "曹竞买",
    "林薇",
)
"""Names of experts and buyers' people, papers of the unit, bank slips."""


def show(walk: Walk) -> None:
    public = walk.windows.visitor()
    for page, name in public_pages(walk):
        public.go(page).shot(f"public_{name}")
        shows_no_secret(public)
    public.go(f"/library/{walk.numbers['achievement']}/").see(TITLE, "第5级").shot("public_achievement")
    public.go(f"/listings/{walk.numbers['listing']}/").see(TITLE, "已办结")
    closed_doors(walk, public)
    public.close()
    phone = (
        walk.windows.visitor(phone=True)
        .go(f"/listings/{walk.numbers['listing']}/")
        .shot("phone_public_listing")
    )
    phone.go(f"/library/{walk.numbers['achievement']}/").shot("phone_public_achievement").close()


def public_pages(walk: Walk) -> list[tuple[str, str]]:
    numbers = walk.numbers
    return [
        ("/", "home"),
        ("/library/", "library"),
        (f"/library/{numbers['achievement']}/", "achievement"),
        ("/listings/", "listings"),
        (f"/listings/{numbers['listing']}/", "listing"),
        (f"/lots/{numbers['lot']}/", "lot"),
        (f"/lots/{numbers['lot']}/live/", "live"),
        (f"/verify/{numbers['report']}/", "verify"),
        ("/institutions/", "institutions"),
        ("/schemes/", "schemes"),
    ]


def shows_no_secret(public: Visitor) -> None:
    text = public.text()
    opinions = [f"{int(amount):,}" for row in OPINIONS for amount in row]
    found = [secret for secret in (*SECRETS, *opinions) if secret in text]
    assert not found, (public.page.url, found)


def closed_doors(walk: Walk, public: Visitor) -> None:
    """The pages of the case lead a visitor to the sign-in, and another owner to nothing."""
    numbers = walk.numbers
    for page in (f"/evaluations/{numbers['case']}/result/", f"/deals/{numbers['deal']}/", numbers["draw"]):
        public.go(page)
        assert "/sign-in/" in public.page.url, page
    stranger = walk.of("buyer2")
    with walk.windows.troubles.expected(404):
        for page in (f"/deals/{numbers['deal']}/", f"/listings/{numbers['listing']}/registrations/"):
            stranger.go(page).see("没有这个页面")
