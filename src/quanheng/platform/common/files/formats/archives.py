"""ZIP archives, entry by entry: names that stay inside, sizes counted while inflating."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from quanheng.platform.common.files.accepted import (
    ENTRIES,
    INFLATED_BYTES,
    MIB,
    RATIO,
    RATIO_FREE_BYTES,
    NotAccepted,
)

CHUNK = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


def check(path: Path) -> None:
    """Read the whole archive within its limits; the content of the entries is not judged."""
    for _name, _chunks in entries(path):
        for _chunk in _chunks:
            pass


def entries(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each entry's name and its inflated chunks; the chunks must be used up before the next."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise NotAccepted("the file does not parse as a ZIP archive") from None
    with archive, path.open("rb") as raw:
        if raw.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
            raise NotAccepted("the archive has bytes before its first entry")
        _check_directory(archive)
        left = [INFLATED_BYTES]
        for info in archive.infolist():
            yield info.filename, _inflate(raw, info, left)


def _check_directory(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > ENTRIES:
        raise NotAccepted(
            "the archive has %(count)s entries, takes at most %(most)s", count=len(infos), most=ENTRIES
        )
    if len({info.filename for info in infos}) < len(infos):
        raise NotAccepted("the archive names an entry twice")
    for info in infos:
        _check_entry(info)


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":":
        raise NotAccepted("the archive has an absolute path: %(entry)s", entry=name)
    if ".." in name.split("/"):
        raise NotAccepted("the archive has a path that leaves it: %(entry)s", entry=name)
    if not name.isprintable():
        raise NotAccepted("the archive has a name with control characters")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise NotAccepted("the archive has a symbolic link: %(entry)s", entry=name)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise NotAccepted("the archive has an entry that is no file: %(entry)s", entry=name)
    if info.flag_bits & 0x2041:
        raise NotAccepted(
            "the archive has an encrypted entry, which cannot be inspected: %(entry)s", entry=name
        )
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotAccepted(
            "the archive has an entry packed by a method other than store or deflate: %(entry)s", entry=name
        )


def _inflate(raw: BinaryIO, info: zipfile.ZipInfo, left: list[int]) -> Iterator[bytes]:
    """Yield the entry's bytes; `left` (one cell) is what the whole archive may still grow."""
    size, checksum = 0, 0
    for chunk in _chunks(raw, info):
        size += len(chunk)
        left[0] -= len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if size > info.file_size:
            raise NotAccepted(
                "the size in the header of %(entry)s is not the size inflated", entry=info.filename
            )
        if left[0] < 0:
            raise NotAccepted("the archive inflates to more than %(most)s MiB", most=INFLATED_BYTES // MIB)
        if size > RATIO_FREE_BYTES and size > RATIO * info.compress_size:
            raise NotAccepted(
                "%(entry)s inflates to more than %(most)s times its size", entry=info.filename, most=RATIO
            )
        yield chunk
    if size != info.file_size:
        raise NotAccepted("the size in the header of %(entry)s is not the size inflated", entry=info.filename)
    if checksum != info.CRC:
        raise NotAccepted("the check sum of %(entry)s is wrong", entry=info.filename)


def _chunks(raw: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    raw.seek(info.header_offset)
    header = raw.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise NotAccepted("the archive does not hold its entry %(entry)s", entry=info.filename)
    name_length, extra_length = _LOCAL_HEADER.unpack(header)[-2:]
    raw.seek(name_length + extra_length, 1)
    packed = _packed(raw, info.compress_size)
    if info.compress_type == zipfile.ZIP_STORED:
        yield from packed
        return
    inflater = zlib.decompressobj(-15)
    try:
        for piece in packed:
            yield from _grow(inflater, piece)
    except zlib.error:
        raise NotAccepted("%(entry)s does not inflate", entry=info.filename) from None
    if not inflater.eof:
        raise NotAccepted("%(entry)s is cut short", entry=info.filename)


def _packed(raw: BinaryIO, size: int) -> Iterator[bytes]:
    while size and (piece := raw.read(min(size, CHUNK))):
        size -= len(piece)
        yield piece


def _grow(inflater: "zlib._Decompress", piece: bytes) -> Iterator[bytes]:
    while piece:
        if chunk := inflater.decompress(piece, CHUNK):
            yield chunk
        piece = inflater.unconsumed_tail
