"""A folder becomes a pack: whole, or not at all with every fault named."""

from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from quanheng.methods.result import Message, fingerprint
from quanheng.schemes import checks, settings
from quanheng.schemes.cells import EMPTY, READERS, CellError
from quanheng.schemes.errors import SchemeError
from quanheng.schemes.reading import PLAIN_NAME, Faults, RawRow, read_rows, read_toml
from quanheng.schemes.rows import Pack, Row, Source
from quanheng.schemes.tables import PROVENANCE, TABLES, Column, Table
from quanheng.schemes.vocabulary import STATUSES

MANIFEST = "pack.toml"
MANIFEST_COLUMNS = (
    Column("name", "id"), Column("version"), Column("title"), Column("title_en"), Column("source", "id"),
    Column("interpreter"), Column("interpreter_en"), Column("contact", required=False), Column("effective_from", "date"),
    Column("effective_to", "date", required=False), Column("status", takes=STATUSES), Column("note", required=False),
    Column("note_en", required=False),
)  # fmt: skip
SOURCE_COLUMNS = (
    Column("id", "id"), Column("title"), Column("title_en"), Column("number", required=False), Column("issued", required=False),
    Column("at_hand", "switch"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What pack.toml says, and which file holds which sheet."""

    data: dict[str, object]
    sources: tuple[Source, ...]
    files: dict[str, Table]


def load_pack(path: Path | str) -> Pack:
    """Load the pack in a folder: `pack.toml` and the sheets it names.

    Raises `SchemeError` with all faults of all files, each with file, row, column, what it got and takes.
    """
    folder, faults = Path(path), Faults()
    manifest = _manifest(folder, faults)
    placed = [
        placed_row
        for file, table in manifest.files.items()
        for raw in read_rows(folder / file, faults)
        if (placed_row := _row(raw, table, manifest, faults)) is not None
    ]
    checks.check(placed, faults)
    if faults:
        raise SchemeError(faults)
    rows = tuple(entry.row for entry in placed)
    return Pack(
        **manifest.data,  # type: ignore[arg-type]  # read by MANIFEST_COLUMNS
        sources=manifest.sources,
        rows=rows,
        fingerprint=fingerprint(manifest.data, manifest.sources, rows),
        warnings=checks.counts_warnings(rows),
        path=folder,
    )


def _manifest(folder: Path, faults: Faults) -> _Manifest:
    whole = read_toml(folder / MANIFEST, faults)
    if faults:
        raise SchemeError(faults)
    files, sources = whole.pop("files", {}), whole.pop("sources", [])
    data = _cells(
        RawRow(MANIFEST, 0, _filled(whole)),
        MANIFEST_COLUMNS,
        faults,
    )
    documents = _sources(sources, faults)
    known = {document.id for document in documents}
    if data.get("source") and data["source"] not in known:
        faults.add(
            MANIFEST,
            0,
            "source",
            Message(
                "got %(got)s, takes a source of the pack: %(takes)s",
                got=data["source"],
                takes=", ".join(sorted(known)),
            ),
        )
    return _Manifest(data, documents, _files(files, folder, faults))


def _sources(entries: object, faults: Faults) -> tuple[Source, ...]:
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        faults.add(MANIFEST, 0, "sources", Message("takes the documents that rows cite, as [[sources]]"))
        return ()
    read = [
        _cells(RawRow(MANIFEST, number, _filled(entry)), SOURCE_COLUMNS, faults)
        for number, entry in enumerate(entries, 1)
    ]
    ids = [cells.get("id") for cells in read]
    for number in range(len(ids)):
        if ids[number] in ids[:number]:
            faults.add(
                MANIFEST,
                number + 1,
                "sources",
                Message("got %(got)s again, takes each source once", got=ids[number]),
            )
    return tuple(Source(**cells) for cells in read if len(cells) == len(SOURCE_COLUMNS))  # type: ignore[arg-type]  # read by SOURCE_COLUMNS


def _filled(cells: dict[str, object]) -> dict[str, object]:
    return {name: cell for name, cell in cells.items() if cell != ""}


def _files(entries: object, folder: Path, faults: Faults) -> dict[str, Table]:
    if not isinstance(entries, dict) or not entries:
        faults.add(MANIFEST, 0, "files", Message('takes a table of sheets such as "levels.csv" = "levels"'))
        return {}
    files: dict[str, Table] = {}
    for file, name in entries.items():
        if not PLAIN_NAME.fullmatch(file):
            faults.add(
                MANIFEST,
                0,
                "files",
                Message("got the file %(got)s, takes a plain name that ends in .csv or .toml", got=file),
            )
        elif not isinstance(name, str) or name not in TABLES:
            faults.add(
                MANIFEST,
                0,
                "files",
                Message("got the sheet %(got)s, takes %(takes)s", got=name, takes=", ".join(TABLES)),
            )
        else:
            files[file] = TABLES[name]
    for path in sorted(folder.iterdir()):
        if path.suffix in {".csv", ".toml"} and path.name != MANIFEST and path.name not in entries:
            faults.add(path.name, 0, "", Message("is not named under [files] of pack.toml"))
    return files


def _cells(raw: RawRow, columns: tuple[Column, ...], faults: Faults) -> dict[str, object]:
    """Read the cells of a row; a faulty one is noted and left out."""
    names = [column.name for column in columns]
    for name in raw.cells.keys() - set(names):
        near = get_close_matches(name, names, n=1) or names
        text = Message("unknown column, takes %(takes)s", takes=", ".join(near))
        faults.add(raw.file, raw.number, name, text)
    read: dict[str, object] = {}
    for column in columns:
        cell = raw.cells.get(column.name)
        if cell is not None:
            read |= _cell(raw, column, cell, faults)
        elif column.required:
            faults.add(raw.file, raw.number, column.name, Message("is missing"))
        else:
            read[column.name] = EMPTY.get(column.kind, "")
    return read


def _cell(raw: RawRow, column: Column, cell: object, faults: Faults) -> dict[str, object]:
    """Return the value of one cell under its column's name, or nothing after noting the fault."""
    try:
        value = READERS[column.kind](cell)
    except CellError as error:
        text = Message("got %(got)s, takes %(takes)s", got=cell, takes=error.takes)
        faults.add(raw.file, raw.number, column.name, text)
        return {}
    if wrong := _outside(column, value):
        takes = ", ".join(filter(None, column.takes))
        text = Message("got %(got)s, takes %(takes)s", got=", ".join(wrong), takes=takes)
        faults.add(raw.file, raw.number, column.name, text)
        return {}
    return {column.name: value}


def _outside(column: Column, value: object) -> list[str]:
    """Return the words of a cell that its column does not know."""
    if not column.takes:
        return []
    parts = value if isinstance(value, tuple) else (value,)
    named = [part[0] if isinstance(part, tuple) else part for part in parts]
    return [str(name) for name in named if name not in column.takes]


def _row(raw: RawRow, table: Table, manifest: _Manifest, faults: Faults) -> checks.Placed | None:
    before = len(faults)
    cells = _cells(raw, table.columns + PROVENANCE, faults)
    known = {document.id for document in manifest.sources}
    if cells.get("source") and cells["source"] not in known:
        faults.add(
            raw.file,
            raw.number,
            "source",
            Message(
                "got %(got)s, takes a source of the pack: %(takes)s",
                got=cells["source"],
                takes=", ".join(sorted(known)),
            ),
        )
    if len(faults) > before or "effective_from" not in manifest.data:
        return None
    own = {column.name: cells[column.name] for column in table.columns}
    row = _provenance(cells, own, table, manifest.data)
    if table.name == "settings":
        value = settings.read(row, raw, faults)
        return None if value is None else checks.Placed(raw.file, raw.number, replace(row, value=value))
    return checks.Placed(raw.file, raw.number, row)


def _provenance(
    cells: dict[str, object], own: dict[str, object], table: Table, pack: dict[str, object]
) -> Row:
    until = cells["effective_to"] or pack.get("effective_to")
    return Row(
        key=table.key.format_map(own),
        value=own[table.title],
        unit=str(own.get("unit", "")),
        source=str(cells["source"]),
        clause=str(cells["clause"]),
        status=str(cells["status"]),
        effective_from=_date(cells["effective_from"] or pack["effective_from"]),
        effective_to=_date(until) if until else None,
        pack=str(pack.get("name", "")),
        table=table.name,
        fields=MappingProxyType(own),
        verify=bool(cells["verify"]),
        note=str(cells["note"]),
    )


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.min
