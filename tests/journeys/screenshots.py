"""`make screenshots`: walk all ten steps and keep the key pages, in both languages, in `docs/screens/`.

The pictures show what a window of 1366 × 768 (a phone: 390 × 844) shows without scrolling, in few colours, so
that none is larger than 300 kB.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from journeys.browser import KEY_PAGES, Shots, Windows, chromium  # noqa: E402  # after the path is set
from journeys.papers import Papers  # noqa: E402
from journeys.server import Server  # noqa: E402
from journeys.ten_steps import STEPS  # noqa: E402
from journeys.walk import Walk  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
COLOURS = 128
LARGEST = 300_000


class Screens(Shots):
    """Keep the key pages only, under the names that the README and the guides use."""

    def take(self, page: Page, name: str, language: str) -> None:
        if name not in KEY_PAGES:
            return
        page.evaluate("window.scrollTo(0, 0)")
        picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        file = SCREENS / f"{KEY_PAGES[name]}.{language}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size > LARGEST:
            raise RuntimeError(f"{file.name}: got {file.stat().st_size} bytes, takes at most {LARGEST}")


def main() -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder, "data")
        data.mkdir()
        server = Server(data)
        server.prepare()
        server.run("journeys.people")
        server.start()
        try:
            password = server.facts()["password"]
            windows = Windows(chromium(playwright), server.address, password, Screens(SCREENS))
            walk = Walk(server, windows, Papers(Path(folder, "papers")))
            for step in STEPS:
                step(walk)
        finally:
            server.stop()
    sys.stdout.write(f"{len(list(SCREENS.glob('*.png')))} pictures in {SCREENS.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
