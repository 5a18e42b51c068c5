"""One Chromium; a visitor is one person's window with a context of its own, which notes everything that goes wrong."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--lang=zh-CN",
]
PATIENCE = 15_000
"""Milliseconds after which something that does not appear is missing."""
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
KEY_PAGES = {
    "sign_in": "sign_in",
    "inbox_reviewer": "inbox",
    "task_list": "task_list",
    "plan_weights_99.9": "plan",
    "matrix_gaps": "matrix",
    "draw_record": "draw",
    "case_scoring": "case",
    "phone_desk": "marking",
    "phone_item": "marking_phone",
    "result": "result",
    "workbench": "workbench",
    "report_complete": "report",
    "verify": "verify",
    "listing_guards": "guards",
    "listing_public": "listing",
    "live_leading": "live",
    "deal_closed": "deal",
    "public_home": "home",
    "public_listings": "listings",
    "public_lot": "lot",
    "public_achievement": "achievement",
}
"""Pages that are shown in English too, and their names in `docs/screens/`."""


def chromium(playwright: Playwright) -> Browser:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@dataclass
class Troubles:
    """What went wrong in any window: console errors, blocked content, requests that failed."""

    lines: list[str] = field(default_factory=list)
    allowed: set[int] = field(default_factory=set)

    def note(self, text: str) -> None:
        self.lines.append(text)

    def listen(self, page: Page, who: str) -> None:
        page.on("console", lambda message: self.console(message, who))
        page.on("pageerror", lambda error: self.note(f"{who} {page.url}: script error {error}"))
        page.on("requestfailed", lambda request: self.failed(request, who))
        page.on("response", lambda response: self.answered(response, who))

    def console(self, message: ConsoleMessage, who: str) -> None:
        """Note errors and warnings.

        “Failed to load resource” and htmx's echo of it are noted with their status by `answered`; a request that a
        newer one replaced is no fault.
        """
        echo = (
            "Failed to load resource",
            "Response Status Error Code",
            "htmx:sendAbort",
            "htmx:afterRequest",
        )
        if message.type in {"error", "warning"} and not message.text.startswith(echo):
            self.note(f"{who} {message.location.get('url')}: {message.type} {message.text}")

    def failed(self, request: Request, who: str) -> None:
        """Note a request without an answer; one that a new page cut off is not a failure."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.note(f"{who} {request.method} {request.url}: {request.failure}")

    def answered(self, response: Response, who: str) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.note(f"{who} {response.request.method} {response.url}: {response.status}")

    @contextmanager
    def expected(self, *statuses: int) -> Iterator[None]:
        """Let refusals with these statuses pass: the test is about them."""
        before = set(self.allowed)
        self.allowed |= set(statuses)
        yield
        self.allowed = before


@dataclass
class Visitor:
    """A person at a screen."""

    who: str
    page: Page
    address: str
    troubles: Troubles
    shots: "Shots"

    def go(self, path: str) -> "Visitor":
        self.page.goto(path if path.startswith("http") else self.address + path, wait_until="load")
        return self

    def reload(self) -> "Visitor":
        self.page.reload(wait_until="load")
        return self

    def sign_in(self, username: str, password: str) -> "Visitor":
        self.go("/sign-in/")
        self.fill(username=username, password=password)
        return self.send()

    def sign_out(self) -> "Visitor":
        self.page.locator("header details[data-menu] summary").last.click()
        return self.send("header form[action*='sign-out'] button")

    def fill(self, **answers: Any) -> "Visitor":
        """Fill in the fields of the page by their names, each as its kind asks."""
        for name, value in answers.items():
            self.answer(self.page.locator(f'main [name="{name}"]'), value)
        return self

    def answer(self, field: Locator, value: Any) -> None:
        kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            field.select_option(value)
        elif kind in {"radio", "checkbox"} and not isinstance(value, bool):
            for one in value if isinstance(value, list) else [value]:
                field.and_(self.page.locator(f'[value="{one}"]')).check()
        elif kind == "checkbox":
            field.set_checked(value)
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def send(self, button: str = "main form .btn-primary, main form .btn-bad-final") -> "Visitor":
        """Press the one main button of the page and wait for the next page; a refusal nobody expects fails at once."""
        return self.follow(button)

    def follow(self, selector: str) -> "Visitor":
        with self.page.expect_navigation(wait_until="load") as there:
            self.page.locator(selector).first.click()
        status = there.value.status
        if status >= 400 and status not in self.troubles.allowed:
            raise AssertionError(f"{self.who} {self.page.url}: {status} {self.problems()}")
        return self

    def problems(self) -> str:
        """Return what the page says is wrong."""
        said = self.page.locator("[data-problems], .qh-field-error, .qh-notice-bad, h1").all_inner_texts()
        return " | ".join(" ".join(text.split()) for text in said)

    def see(self, *texts: str) -> "Visitor":
        for text in texts:
            expect(self.page.locator("main").get_by_text(text).filter(visible=True).first).to_be_visible(
                timeout=PATIENCE
            )
        return self

    def text(self) -> str:
        """Return every word of the page, hidden ones too, and its markup: nothing secret may stand in it."""
        return self.page.content()

    def tab(self, path: str) -> "Visitor":
        """Open a second tab of the same browser."""
        page = self.page.context.new_page()
        self.troubles.listen(page, self.who)
        return Visitor(self.who, page, self.address, self.troubles, self.shots).go(path)

    def close(self) -> None:
        self.page.context.close()

    def shot(self, name: str) -> "Visitor":
        """Take a picture of the page; of a key page also its English one, in a tab beside it."""
        if self.shots.folder is not None:
            self.shots.take(self.page, name, "zh")
            if name in KEY_PAGES:
                self.english(name)
        return self

    def english(self, name: str) -> None:
        context = self.page.context
        context.add_cookies([{"name": "language", "value": "en", "url": self.address}])
        tab = self.tab(self.page.url)
        self.shots.take(tab.page, name, "en")
        tab.page.close()
        context.clear_cookies(name="language")


@dataclass
class Shots:
    """Pictures of pages into a folder, numbered in the order of the walk; none without a folder."""

    folder: Path | None
    number: int = 0

    def take(self, page: Page, name: str, language: str) -> None:
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.number += language == "zh"
        file = self.folder / f"{self.number:03d}_{name}.{language}.png"
        page.screenshot(path=file, full_page=True, animations="disabled")


class Windows:
    """The windows of a journey, by person; a window is opened once and kept."""

    def __init__(self, browser: Browser, address: str, password: str, shots: Shots) -> None:
        self.browser, self.address, self.password, self.shots = browser, address, password, shots
        self.troubles = Troubles()
        self.open: dict[str, Visitor] = {}

    def visitor(
        self, who: str = "public", *, phone: bool = False, language: str = "zh", scripts: bool = True
    ) -> Visitor:
        """Return a new window of somebody who is not signed in."""
        context = self.context(phone=phone, language=language, scripts=scripts)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        self.troubles.listen(page, who)
        return Visitor(who, page, self.address, self.troubles, self.shots)

    def of(self, username: str, *, phone: bool = False) -> Visitor:
        """Return the window in which an account is signed in."""
        if username not in self.open:
            self.open[username] = self.visitor(username, phone=phone).sign_in(username, self.password)
        return self.open[username]

    def close(self, username: str) -> None:
        if visitor := self.open.pop(username, None):
            visitor.page.context.close()

    def close_all(self) -> None:
        for username in list(self.open):
            self.close(username)

    def context(self, *, phone: bool, language: str, scripts: bool = True) -> BrowserContext:
        options: dict[str, Any] = {"viewport": PHONE if phone else DESKTOP, "locale": LANGUAGES[language]}
        options["java_script_enabled"] = scripts
        if phone:
            options |= {"is_mobile": True, "has_touch": True, "device_scale_factor": 1}
        return self.browser.new_context(timezone_id="Asia/Shanghai", **options)
