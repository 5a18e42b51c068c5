"""What the steps of a journey share: the server, the windows, the numbers found on the way."""

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from journeys.browser import Visitor, Windows
from journeys.papers import Papers
from journeys.server import Server

NUMBER = re.compile(r"(?:CG|PJ|GZ|BG|GP|BD|CJ)-\d{4}-\d{5}")


@dataclass
class Walk:
    server: Server
    windows: Windows
    papers: Papers
    numbers: dict[str, str] = field(default_factory=dict)

    def of(self, username: str, *, phone: bool = False) -> Visitor:
        return self.windows.of(username, phone=phone)

    def days_pass(self, days: int) -> None:
        """Run the clock ahead, do what is then due; every sign-in has ended meanwhile."""
        self.server.run_ahead(timedelta(days=days))
        self.windows.close_all()

    def note(self, name: str, visitor: Visitor) -> str:
        """Keep the number in the address of the page under a name, and return it."""
        number = NUMBER.search(visitor.page.url)
        assert number is not None, visitor.page.url
        self.numbers[name] = number.group()
        return number.group()

    @cached_property
    def facts(self) -> dict[str, Any]:
        return self.server.facts()

    @property
    def achievement(self) -> str:
        return f"/achievements/{self.numbers['achievement']}/"

    @property
    def case(self) -> str:
        return f"/evaluations/{self.numbers['case']}/"

    def keep(self) -> None:
        """Write down the numbers, so that a walk can be taken up from its data folder."""
        (self.server.data_dir / "walk.json").write_text(json.dumps(self.numbers), "utf-8")

    def recall(self) -> "Walk":
        file = self.server.data_dir / "walk.json"
        if file.exists():
            self.numbers |= json.loads(file.read_text("utf-8"))
        return self
