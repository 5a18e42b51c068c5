"""Identifiers of organisations, people and patents: form, check digit, date. One wrong character is always found.

What people paste is understood (full-width, spaces, lower case); what is returned is the one
normal form. Algorithms: GB 32100, GB 11714, GB 11643 and the application numbers of CNIPA (domain.md 16).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from quanheng.methods.errors import IdentifierError, MethodError, shown

_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_FORM = re.compile(f"[{_USCC_CHARACTERS}]{{18}}")
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_FORM = re.compile(r"[0-9]{17}[0-9X]")
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
_PATENT_FORM = re.compile(r"(?:ZL|CN)?([0-9]{12}|[0-9]{8})\.?([0-9X])")
_PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_MOD_11_CHECKS = "0123456789X"
_PATENT_KINDS = {
    "1": "invention",
    "2": "utility_model",
    "3": "design",
    "8": "pct_invention",
    "9": "pct_utility_model",
}


@dataclass(frozen=True, slots=True)
class ResidentId:
    number: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class CnPatent:
    """A Chinese application number with its dot, and what it asks for: "invention", "utility_model", "design",
    "pct_invention" or "pct_utility_model".
    """

    number: str
    kind: str


def parse_uscc(text: str) -> str:
    """Return 统一社会信用代码 in its 18 characters (GB 32100); the organisation code inside is checked too (GB 11714)."""
    code = _compact(text)
    if not _USCC_FORM.fullmatch(code):
        raise IdentifierError(
            "uscc: got %(text)s, takes 18 digits and capital letters without I, O, S, V and Z",
            text=shown(text),
        )
    total = sum(w * _USCC_CHARACTERS.index(c) for w, c in zip(_USCC_WEIGHTS, code, strict=False))
    if code[17] != _USCC_CHARACTERS[-total % 31]:
        raise IdentifierError(
            "uscc: got %(text)s, whose check character would be %(expected)s",
            text=code,
            expected=_USCC_CHARACTERS[-total % 31],
        )
    organisation, check = code[8:16], code[16]
    total = sum(w * int(c, 36) for w, c in zip(_ORGANISATION_WEIGHTS, organisation, strict=True))
    if check != _MOD_11_CHECKS[-total % 11]:
        raise IdentifierError(
            "uscc: got %(text)s, whose organisation code takes %(expected)s as its last character",
            text=code,
            expected=_MOD_11_CHECKS[-total % 11],
        )
    return code


def parse_resident_id(text: str, *, on: date | None = None) -> ResidentId:
    """Return 居民身份证号 with its birth date, which is not after `on` where given (GB 11643).

    Error texts do not repeat the number: they may end up in a log.
    """
    number = _compact(text)
    if not _RESIDENT_FORM.fullmatch(number):
        raise IdentifierError("resident_id: got another form, takes 17 digits and a check digit or X")
    total = sum(w * int(c) for w, c in zip(_RESIDENT_WEIGHTS, number, strict=False))
    if number[-1] != _RESIDENT_CHECKS[total % 11]:
        raise IdentifierError(
            "resident_id: got a number whose check character does not fit, takes a right one"
        )
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentifierError("resident_id: got a birth date that is not in the calendar, takes a real one")
    if on is not None and birth_date > _day(on):
        raise IdentifierError("resident_id: got a birth date after %(on)s, takes one not after it", on=on)
    return ResidentId(number, birth_date)


def parse_cn_patent(text: str) -> CnPatent:
    """Return a Chinese patent or application number, "202010566088.9": ZL, CN, spaces and a missing dot are understood."""
    match = _PATENT_FORM.fullmatch(_compact(text))
    if match is None:
        raise IdentifierError(
            "patent: got %(text)s, takes 12 (or 8) digits, a dot and a check digit", text=shown(text)
        )
    digits, check = match.groups()
    total = sum(w * int(c) for w, c in zip(_PATENT_WEIGHTS, digits, strict=False))
    number = f"{digits}.{check}"
    if check != _MOD_11_CHECKS[total % 11]:
        raise IdentifierError(
            "patent: got %(text)s, whose check character would be %(expected)s",
            text=number,
            expected=_MOD_11_CHECKS[total % 11],
        )
    kind = _PATENT_KINDS.get(digits[4 if len(digits) == 12 else 2])
    if kind is None:
        raise IdentifierError(
            "patent: got %(text)s, takes 1, 2, 3, 8 or 9 as the digit of its kind", text=number
        )
    return CnPatent(number, kind)


def _compact(text: object) -> str:
    """Return ASCII capitals without spaces; "" for what is no text, which no form takes."""
    if not isinstance(text, str):
        return ""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def _day(on: object) -> date:
    if not isinstance(on, date) or isinstance(on, datetime):
        raise MethodError("on: got %(type)s, takes a date", type=type(on).__name__)
    return on
