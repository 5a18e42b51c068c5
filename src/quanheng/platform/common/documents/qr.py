"""QR codes as SVG text for typst."""

from io import BytesIO

import segno

from quanheng.methods.errors import MethodError

LONGEST = 512
"""Bytes of an address; longer codes no longer scan from paper at 25 mm."""


def qr_svg(address: str) -> str:
    """Return a black QR code (error level Q, quiet zone of four) of `address` as SVG text."""
    if not address or len(address.encode()) > LONGEST:
        raise MethodError(
            "address: got %(length)s bytes, takes 1 to %(longest)s",
            length=len(address.encode()),
            longest=LONGEST,
        )
    out = BytesIO()
    segno.make_qr(address, error="q").save(out, kind="svg", border=4, xmldecl=False, nl=False)
    return out.getvalue().decode()
