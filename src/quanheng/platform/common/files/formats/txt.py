"""Plain text: UTF-8 or GB18030, no control characters."""

from pathlib import Path

from quanheng.platform.common.files.accepted import NotAccepted

ALLOWED_CONTROLS = "\t\n\r\f"
CONTROLS = dict.fromkeys(n for n in (*range(0x20), 0x7F) if chr(n) not in ALLOWED_CONTROLS)


def check(path: Path) -> None:
    text_of(path.read_bytes())


def text_of(data: bytes) -> str:
    """Return the text in UTF-8 (with or without mark) or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(text.translate(CONTROLS)) != len(text):
            raise NotAccepted("the text has control characters")
        return text
    raise NotAccepted("the text is neither UTF-8 nor GB18030")
