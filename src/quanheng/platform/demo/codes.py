"""Numbers of the fictional province with valid check digits: organisations in area 990000, which nobody was given."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AREA = "990000"
WEIGHTS_OF_ORGANISATION = (3, 7, 9, 10, 5, 8, 4, 2)
WEIGHTS_OF_PATENT = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
MOD_11 = "0123456789X"


def uscc(registrar: str, serial: int) -> str:
    """Return the unified social credit code of the organisation `serial`; `registrar` are its first two characters."""
    body = f"{serial:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS_OF_ORGANISATION, strict=True))
    code = registrar + AREA + body + MOD_11[-total % 11]
    return code + ALPHABET[-sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code)) % 31]


def patent(year: int, kind: int, serial: int) -> str:
    """Return the application number `serial` of a year; `kind` 1 is an invention, 2 a utility model."""
    digits = f"{year}{kind}{serial:07d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS_OF_PATENT, strict=True))
    return f"{digits}.{MOD_11[total % 11]}"


def phone(serial: int) -> str:
    return f"100-0000-{serial:04d}"


def mail(username: str) -> str:
    return f"{username}@example.org"
