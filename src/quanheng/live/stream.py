"""Streams of what happens: one channel per lot, encoded once, fed to all who listen.

A listener who comes back says what he saw last and gets what he missed, or the lot as a whole when
that is too long ago. A listener who cannot keep up is cut off and comes back.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from quanheng.live.frames import Frame, own, public_frame, snapshot
from quanheng.live.store import Store
from quanheng.methods.bidding import Event, LotState, apply

RING = 1000
BUFFER = 64 * 1024


def encoded(kind: str, data: Frame, frame_id: int | None = None) -> bytes:
    """Return one message of `text/event-stream`."""
    lines = [f"event: {kind}", f"data: {json.dumps(data, ensure_ascii=False)}"]
    if frame_id is not None:
        lines.insert(0, f"id: {frame_id}")
    return ("\n".join(lines) + "\n\n").encode()


class Listener:
    """One open stream; `bidder` is "" for somebody who only looks. Lives in the event loop that made it."""

    def __init__(self, lot: str, bidder: str, loop: asyncio.AbstractEventLoop) -> None:
        self.lot = lot
        self.bidder = bidder
        self.loop = loop
        self._chunks: deque[bytes] = deque()
        self._size = 0
        self._ready = asyncio.Event()
        self.cut = False

    def prime(self, chunks: Iterable[bytes]) -> None:
        self._chunks.extend(chunks)
        self._ready.set()

    def feed(self, chunks: Sequence[bytes], state: LotState) -> None:
        """Queue frames, and to a bidder his own one after them; runs in the loop."""
        if self.bidder:
            chunks = [*chunks, encoded("own", own(state, self.bidder))]
        self._chunks.extend(chunks)
        self._size += sum(map(len, chunks))
        self.cut = self.cut or self._size > BUFFER
        self._ready.set()

    def end(self) -> None:
        self.cut = True
        self._ready.set()

    async def next(self) -> bytes:
        """Wait for frames, and return all that are there; b"" when the stream is cut."""
        await self._ready.wait()
        self._ready.clear()
        if self.cut:
            return b""
        chunk = b"".join(self._chunks)
        self._chunks.clear()
        self._size = 0
        return chunk


class Channel:
    """The public history of one lot. In a sealed lot frames are counted, since log numbers would count the seals."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._ring: deque[tuple[int, bytes]] = deque()
        self._forgotten = 0
        self.listeners: set[Listener] = set()
        self.frame_id = 0
        first, *rest = events
        self.state = apply(None, first)
        self._keep(public_frame(self.state, first, self.state), first.seq)
        self.advance(rest)

    def advance(self, events: Iterable[Event]) -> list[bytes]:
        """Take in events that are new here, and return their public frames."""
        chunks = []
        for event in events:
            if event.seq <= self.state.seq:
                continue
            before, self.state = self.state, apply(self.state, event)
            chunk = self._keep(public_frame(before, event, self.state), event.seq)
            if chunk:
                chunks.append(chunk)
        return chunks

    def since(self, after: int | None) -> list[bytes]:
        """Return the frames after `after`, or the lot as a whole when they are not all known."""
        if after is None or not self._forgotten <= after <= self.frame_id:
            return [encoded("snapshot", snapshot(self.state, self.frame_id), self.frame_id)]
        return [chunk for number, chunk in self._ring if number > after]

    def _keep(self, frame: Frame | None, seq: int) -> bytes:
        if frame is None:
            return b""
        self.frame_id = self.frame_id + 1 if self.state.terms.mode == "sealed" else seq
        chunk = encoded("frame", {"seq": self.frame_id, **frame}, self.frame_id)
        self._ring.append((self.frame_id, chunk))
        if len(self._ring) > RING:
            self._forgotten, _ = self._ring.popleft()
        return chunk


class Hub:
    """All channels. `publish` is called by the writer, the rest by the servers' event loops."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._channels: dict[str, Channel] = {}

    def publish(self, lot: str, events: Iterable[Event]) -> None:
        with self._lock:
            channel = self._channels.get(lot)
            if channel is None:
                return
            chunks, state = channel.advance(events), channel.state
            loops: defaultdict[asyncio.AbstractEventLoop, list[Listener]] = defaultdict(list)
            for listener in channel.listeners:
                if chunks or listener.bidder:
                    loops[listener.loop].append(listener)
        for loop, listeners in loops.items():
            _in_loop(loop, _feed_all, listeners, chunks, state)

    def listen(self, listener: Listener, after: int | None) -> None:
        """Let a listener in, with what he missed or with the lot as a whole; may read the whole log."""
        channel = self._channel(listener.lot)
        with self._lock:
            channel.listeners.add(listener)
            chunks = channel.since(after)
            if listener.bidder:
                chunks.append(encoded("own", own(channel.state, listener.bidder)))
            _in_loop(listener.loop, listener.prime, chunks)

    def leave(self, listener: Listener) -> None:
        with self._lock:
            self._channels[listener.lot].listeners.discard(listener)

    def look(self, lot: str) -> tuple[LotState, int]:
        """Return a lot as it was last published, and the number of its last public frame."""
        channel = self._channel(lot)
        with self._lock:
            return channel.state, channel.frame_id

    def close(self) -> None:
        """Cut all streams."""
        with self._lock:
            listeners = [listener for channel in self._channels.values() for listener in channel.listeners]
        for listener in listeners:
            _in_loop(listener.loop, listener.end)

    def _channel(self, lot: str) -> Channel:
        """Return the channel of a lot. The log is replayed before the lock is taken, so that no writer waits for it;
        what was committed meanwhile is read under the lock.
        """
        if lot not in self._channels:
            channel = Channel(item.event for item in self._store.log(lot))
            with self._lock:
                if lot not in self._channels:
                    channel.advance(item.event for item in self._store.log(lot, after=channel.state.seq))
                    self._channels[lot] = channel
        return self._channels[lot]


def _feed_all(listeners: Iterable[Listener], chunks: Sequence[bytes], state: LotState) -> None:
    for listener in listeners:
        listener.feed(chunks, state)


def _in_loop(loop: asyncio.AbstractEventLoop, function: Callable[..., object], *arguments: object) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(function, *arguments)
