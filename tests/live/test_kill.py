"""What was acknowledged survives a kill -9, and happened once."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from threading import Event

import pytest

from factories.http import Served, open_terms
from quanheng.live.client import RemoteDesk
from quanheng.live.journal import first_fault
from quanheng.methods import bidding

SCRIPT = Path(__file__).parent / "engine_process.py"
CODES = [f"B{number}" for number in range(8)]


class Victim(Served):
    """A served engine in another process."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(folder)], stdout=subprocess.PIPE, text=True
        )
        super().__init__(folder, int(self.process.stdout.readline()), None)

    @property
    def desk(self) -> RemoteDesk:
        return RemoteDesk(self.folder, self.folder / "keys", f"http://127.0.0.1:{self.port}")

    def token(self, lot: str, code: str, role: str = "bidder") -> str:
        terms_hash = self.desk.view(lot).terms_hash
        return self.issuer.issue(lot=lot, role=role, code=code, terms_hash=terms_hash, now=datetime.now(UTC))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def storm(victim: Victim, lot: str, enough: Event, wanted: int) -> list[tuple[str, str, int, dict]]:
    """Let all bidders bid until the service dies, and return every bid with its acknowledgement, if one came."""
    acknowledged = []

    def one(code):
        mine, amount = [], 1_000_000
        for turn in range(10_000):
            key = f"{code}-{turn}"
            try:
                _, answer = victim.bid(lot, code, amount, key)
            except (OSError, HTTPException):
                return [*mine, (code, key, amount, {})]
            mine.append((code, key, amount, answer))
            acknowledged.append(key)
            if len(acknowledged) >= wanted:
                enough.set()
            amount = int(float(answer["minimum"]))
        return mine

    with ThreadPoolExecutor(len(CODES)) as pool:
        running = [pool.submit(one, code) for code in CODES]
        assert enough.wait(60)
        victim.kill()
        return [bid for each in running for bid in each.result()]


@pytest.mark.chaos
@pytest.mark.clause("H-29.6")
@pytest.mark.parametrize("wanted", [1, 40, 150])
def test_no_acknowledged_bid_is_lost_and_no_key_counts_twice(tmp_path, wanted):
    victim = Victim(tmp_path)
    lot = victim.lot(open_terms(), bidders=CODES)
    bids = storm(victim, lot, Event(), wanted)
    back = Victim(tmp_path)
    again = {key: back.bid(lot, code, amount, key)[1] for code, key, amount, _ in bids}
    logged = back.desk.log(lot)
    back.kill()
    links, keys = (
        {item.link for item in logged},
        Counter(item.event.key for item in logged if item.event.body),
    )
    promised = [(key, answer) for _, key, _, answer in bids if answer]
    assert len(promised) >= wanted
    assert [key for key, answer in promised if answer["receipt"]["link"] not in links] == []
    assert [key for key, answer in promised if again[key]["receipt"] != answer["receipt"]] == []
    assert [key for key, count in keys.items() if count > 1] == []
    assert first_fault(lot, logged) is None
    assert bidding.replay(item.event for item in logged).seq == len(logged)
