"""Money as people write it: yuan with fen, amounts in 元, 万元 and 亿元, and 人民币大写.

All amounts are `Decimal` yuan. A float is refused everywhere: its digits are not what was typed.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from quanheng.methods.errors import MethodError, shown

_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_FEN = Decimal("0.01")
_PLAIN = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_TYPED = re.compile(r"[+-]?([0-9]{1,40}|[0-9]{1,3}(,[0-9]{3}){1,13})(\.[0-9]{1,40})?")
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ONE = f"([{_DIGITS[1:]}])"
_SECTION = re.compile(f"(?:{_ONE}仟)?(?:{_ONE}佰)?(?:{_ONE}拾)?{_ONE}?")
_CAPITAL = re.compile(f"(?:([^元角分]+)元)?(?:{_ONE}角)?(?:{_ONE}分)?")
_CAPITAL_LIMIT = Decimal(10) ** 16
_SPELLINGS = str.maketrans("圆圓正萬億貳叄陸", "元元整万亿贰叁陆")


def yuan(value: Decimal | int | str) -> Decimal:
    """Return `value` in yuan with two decimals, half up (away from zero). Text is plain digits: no exponent, no separators."""
    number = _decimal("value", value)
    try:
        rounded = _WIDE.quantize(number, _FEN)
    except InvalidOperation:
        raise MethodError("value: got an amount of too many digits, takes at most 58 before the point")
    return rounded or abs(rounded)


def parse_amount(text: str, unit: str) -> Decimal:
    """Return in yuan what a person typed into a field whose unit is "元", "万元" or "亿元".

    Full-width digits and thousands separators ("1,200.5") are understood; nothing is rounded away,
    so more than whole fen is refused.
    """
    if not isinstance(unit, str) or unit not in _UNITS:
        raise MethodError(
            "unit: got %(unit)s, takes one of %(units)s", unit=shown(unit), units=", ".join(_UNITS)
        )
    typed = unicodedata.normalize("NFKC", text).strip() if isinstance(text, str) else ""
    if not _TYPED.fullmatch(typed):
        raise MethodError("amount: got %(text)s, takes a number such as 1,200.50", text=shown(text))
    exact = _WIDE.multiply(Decimal(typed.replace(",", "")), _UNITS[unit])
    amount = yuan(exact)
    if amount != exact:
        raise MethodError(
            "amount: got %(text)s %(unit)s, takes an amount of whole fen", text=typed, unit=unit
        )
    return amount


def capital_amount(value: Decimal) -> str:
    """Return 人民币大写 of an amount from 0 to below 10^16 yuan in whole fen: 107000.53 is 壹拾万柒仟元伍角叁分.

    It ends in 整 after 元, in nothing after 角 or 分; inner zeros are one 零, and none stands before
    柒仟 or 伍角 when the part before ends in 0. Call `yuan` first to round.
    """
    number = _decimal("value", value)
    if not 0 <= number < _CAPITAL_LIMIT:
        raise MethodError("value: got %(value)s, takes an amount from 0 to below 10^16 yuan", value=number)
    if number != yuan(number):
        raise MethodError("value: got %(value)s, takes at most two decimals", value=number)
    whole, fen = divmod(int(number.scaleb(2, _WIDE)), 100)
    if not fen:
        return f"{_whole(whole) or '零'}元整"
    head = f"{_whole(whole)}元" if whole else ""
    jiao, fen = divmod(fen, 10)
    if jiao:
        return f"{head}{_DIGITS[jiao]}角" + (f"{_DIGITS[fen]}分" if fen else "")
    return f"{head}{'零' if head else ''}{_DIGITS[fen]}分"


def parse_capital_amount(text: str) -> Decimal:
    """Return the amount that 人民币大写 states, also written with 圆, 正, a leading 人民币, or the 零 that
    is free after a 万, 亿 or 元 whose own digit is 0.
    """
    given = unicodedata.normalize("NFKC", text) if isinstance(text, str) else ""
    words = re.sub(r"\s", "", given).removeprefix("人民币").removeprefix(":").translate(_SPELLINGS)
    if words in {"零元", "零元整"}:
        return Decimal("0.00")
    body = words.removesuffix("整")
    match = _CAPITAL.fullmatch(body.replace("零", "")) if body else None
    if match is None or (words != body and not body.endswith(("元", "角"))):
        raise _no_capitals(text)
    whole = _read_whole(match[1] or "", text)
    amount = Decimal(whole * 100 + _digit(match[2]) * 10 + _digit(match[3])).scaleb(-2, _WIDE)
    if not _same_zeros(body, capital_amount(amount).removesuffix("整")):
        raise _no_capitals(text)
    return amount


def _decimal(argument: str, value: object) -> Decimal:
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return Decimal(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        if number.is_finite():
            return number
    got = shown(value) if isinstance(value, str | Decimal) else type(value).__name__
    raise MethodError(
        "%(argument)s: got %(got)s, takes a Decimal, a whole number or its digits", argument=argument, got=got
    )


def _whole(yuan_part: int) -> str:
    """Write whole yuan in sections of four digits; 0 is empty."""
    text, skipped = "", False
    for power, unit in ((12, "万"), (8, "亿"), (4, "万"), (0, "")):
        section = yuan_part // 10**power % 10_000
        if section:
            zero = "零" if text and (skipped or section < 1000) else ""
            text += f"{zero}{_section(section)}{unit}"
        elif text and unit == "亿":
            text += unit  # the 亿 of 万亿
        skipped = not section
    return text


def _section(number: int) -> str:
    """Write 1 to 9999 without a 零 at either end."""
    text, skipped = "", False
    for power, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // power % 10
        if digit:
            text += f"{'零' if text and skipped else ''}{_DIGITS[digit]}{unit}"
        skipped = not digit
    return text


def _read_whole(words: str, text: object) -> int:
    high, hundred_million, low = words.rpartition("亿")
    if hundred_million and not high:
        raise _no_capitals(text)
    return _read_sections(high, text) * 100_000_000 + _read_sections(low, text)


def _read_sections(words: str, text: object) -> int:
    high, ten_thousand, low = words.rpartition("万")
    parts = [_SECTION.fullmatch(part) for part in (high, low)]
    if parts[0] is None or parts[1] is None or (ten_thousand and not high):
        raise _no_capitals(text)
    values = [
        sum(_digit(d) * p for d, p in zip(m.groups(), (1000, 100, 10, 1), strict=True)) for m in parts if m
    ]
    return values[0] * 10_000 + values[1]


def _digit(word: str | None) -> int:
    return _DIGITS.index(word) if word else 0


def _same_zeros(given: str, expected: str) -> bool:
    """Whether two readings differ at most by a 零 that is free: before 仟 or 角 after a part that ends in 0."""
    ours, theirs = (re.findall("零?[^零]", words) for words in (expected, given))
    if "".join(theirs) != given or len(ours) != len(theirs):
        return False
    for place, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        free = place > 1 and ours[place - 1][-1] in "万亿元" and ours[place - 2][-1] in "拾佰仟万亿"
        if their != our and not (free and their == f"零{our}"):
            return False
    return True


def _no_capitals(text: object) -> MethodError:
    return MethodError(
        "text: got %(text)s, takes an amount in capitals such as %(example)s",
        text=shown(text),
        example="壹佰元整",
    )
