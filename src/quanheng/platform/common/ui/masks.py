"""Personal data as strangers may see it (脱敏): enough to recognise, too little to use."""

STAR = "*"


def name(text: str) -> str:
    """Keep the first character of each word: 张** or J*** S****."""
    return " ".join(word[0] + STAR * (len(word) - 1) for word in text.split())


def resident_id(text: str) -> str:
    """Keep the area's first three places and the last two."""
    return _middle(text, 3, 2)


def phone(text: str) -> str:
    """Keep the first three and the last four places."""
    return _middle(text, 3, 4)


def _middle(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return STAR * len(text)
    return text[:head] + STAR * (len(text) - head - tail) + text[-tail:]
