"""One writer per data folder. The lock dies with its process, so a crash never leaves it behind."""

import fcntl
import os
from pathlib import Path

from quanheng.live.errors import EngineHeld


class Hold:
    """The exclusive hold on a data folder, taken at once or refused."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.seek(0)
            holder = self._file.read().strip() or "?"
            self._file.close()
            raise EngineHeld(
                "Process %(process)s already writes the bidding log in this data folder. Stop it first, or choose another folder.",
                process=holder,
            )
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()
