"""A file is what its name says only when it parses so, in a process that cannot do harm (G-14, G-15)."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from quanheng.platform.common.files.accepted import NotAccepted
from quanheng.platform.common.files.parsing import judge

CASES = json.loads((Path(__file__).parents[3] / "cases" / "trust.json").read_text("utf-8"))["hostile_files"]
MAKERS: dict = {}
exec(CASES["helpers"], MAKERS)  # the vectors are programs of our own
REASONS = {
    "pdf-header-only": "does not parse as PDF",
    "pdf-truncated": "does not parse as PDF",
    "pdf-openaction-js": "active content: OpenAction JavaScript",
    "pdf-js-nametree": "active content: JavaScript",
    "pdf-aa": "active content: additional actions",
    "pdf-launch": "active content: OpenAction Launch",
    "pdf-attachment": "embedded file",
    "pdf-encrypted": "encrypted",
    "html-as-pdf": "does not parse as PDF",
    "svg-script": "got a file of type svg",
    "png-tail": "bytes after its end marker",
    "png-huge": "900000000 pixels",
    "png-short-data": "do not fill the declared size",
    "jpeg-comment-php": "no image inside",
    "docx-macro": "macro project",
    "docx-external": "fetches something from outside",
    "docx-ole": "embedded object",
    "docx-entities": "declares a document type or entities",
    "xlsx-external-entity": "declares a document type or entities",
    "zip-ratio": "more than 100 times",
    "zip-count": "2001 entries",
    "zip-parent": "a path that leaves it",
    "zip-absolute": "an absolute path",
    "zip-symlink": "a symbolic link",
    "zip-lying-size": "is not the size inflated",
    "zip-encrypted-flag": "an encrypted entry",
    "empty": "empty",
}


@pytest.fixture
def upload(tmp_path):
    """Return a function that puts bytes where an upload arrives."""

    def put(content: bytes) -> Path:
        path = tmp_path / "arrived"
        path.write_bytes(content)
        return path

    return put


def case(row: dict) -> tuple[bytes, str]:
    return eval(row["python"], MAKERS), row["file_name"]


def rows(expect: str) -> list[dict]:
    return [row for row in CASES["files"] if row["expect"] == expect]


def image(kind: str, size=(64, 48), **options) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize(size).save(out, kind, **options)
    return out.getvalue()


def workbook() -> bytes:
    book, out = Workbook(), BytesIO()
    book.active.append(["成果", 1])
    book.active["A1"].hyperlink = "https://example.org/"
    book.save(out)
    return out.getvalue()


def with_relationship(kind: str, target: str) -> bytes:
    part = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return MAKERS["ooxml"]("docx", extra=[("word/_rels/document.xml.rels", part)])


def with_field(*runs: str) -> bytes:
    inner = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return MAKERS["ooxml"](
        "docx", main=f'<w:document xmlns:w="{space}"><w:body><w:p>{inner}</w:p></w:body></w:document>'
    )


def box(kind: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4) + kind + content


FILM = box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd") + box(b"trak")) + box(b"mdat", b"pictures")


@pytest.mark.clause("G-14")
@pytest.mark.parametrize("row", rows("refused"), ids=lambda row: row["id"])
def test_a_hostile_file_is_refused_with_its_reason(upload, row):
    content, name = case(row)
    with pytest.raises(NotAccepted, match=REASONS[row["id"]]):
        judge(upload(content), name)


@pytest.mark.clause("G-14")
@pytest.mark.parametrize("row", rows("accepted"), ids=lambda row: row["id"])
def test_its_clean_twin_is_accepted(upload, row):
    content, name = case(row)
    judge(upload(content), name)


def test_the_virus_test_text_is_text_while_no_scanner_is_installed(upload):
    (row,) = [row for row in CASES["files"] if row["id"] == "eicar"]
    content, name = case(row)
    assert judge(upload(content), name).media_type == "text/plain"


def test_every_hostile_file_of_the_vectors_is_known_here():
    assert {row["id"] for row in rows("refused")} == set(REASONS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", image("JPEG")),
        ("a.jpeg", image("JPEG", progressive=True)),
        ("a.tif", image("TIFF", compression="tiff_lzw")),
        ("a.png", image("PNG")),
        ("a.xlsx", workbook()),
        ("a.docx", with_relationship("http://x/relationships/hyperlink", "https://example.org/")),
        ("a.docx", with_field("PAGE")),
        ("a.csv", "名称,值\r\n甲,1\r\n".encode("gb18030")),
        ("a.txt", b"\xef\xbb\xbfhello"),
        ("a.mp4", FILM),
        ("a.xml", "<发票><金额>1</金额></发票>".encode()),
        ("a.pdf", MAKERS["pdf"](catalog="/OpenAction [3 0 R /Fit]")),
    ],
)
def test_an_ordinary_file_is_accepted(upload, name, content):
    judge(upload(content), name)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jpg", image("JPEG") + b"tail", "bytes after its end marker"),
        ("a.jpg", image("JPEG")[:-40], "cut short"),
        ("a.jpg", image("PNG"), "not the type that the name claims"),
        ("a.tif", image("TIFF")[:400], "does not parse as an image|cut short"),
        ("a.docx", workbook(), "not the type that the name claims"),
        (
            "a.docx",
            with_relationship("http://x/relationships/image", "https://example.org/p.png"),
            "from outside",
        ),
        (
            "a.docx",
            with_relationship("http://x/relationships/hyperlink", "file:///etc/passwd"),
            "from outside",
        ),
        ("a.docx", with_field("D", "DEAUTO c:\\\\x"), "a field that fetches or runs something"),
        ("a.txt", b"a\x00b", "control characters"),
        ("a.txt", b"\xff\xfe\x00", "neither UTF-8 nor GB18030"),
        ("a.csv", b'a,"b\r\n', "does not parse as CSV"),
        ("a.mp4", FILM + b"tail", "cut short"),
        ("a.mp4", box(b"ftyp") + box(b"evil") + box(b"moov"), "not the type that the name claims"),
        ("a.xml", b"<a><b></a>", "^a.xml is not well-formed"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares a document type or entities"),
        ("a.ofd", MAKERS["zipped"]([("x.xml", b"<a/>")]), "not the type that the name claims"),
        ("a.zip", b"MZ" + MAKERS["zipped"]([("x", b"y")]), "bytes before its first entry"),
        ("a.zip", b"PK\x03\x04 nothing", "does not parse as a ZIP archive"),
        ("../a.pdf", MAKERS["pdf"](), "characters that cannot be shown"),
        ("a\u202efdp.txt", b"x", "characters that cannot be shown"),
        ("x" * 201, b"x", "201 characters"),
        ("README", b"x", "got a file of type –"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_reason(upload, name, content, reason):
    with pytest.raises(NotAccepted, match=reason):
        judge(upload(content), name)


def test_a_bomb_of_xml_is_stopped_by_the_limits(upload, tmp_path):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("word/document.xml", b"<a>" + b"<b/>" * 5_000_000 + b"</a>")
    with pytest.raises(NotAccepted, match="more than 100 times"):
        judge(upload(out.getvalue()), "a.docx")
