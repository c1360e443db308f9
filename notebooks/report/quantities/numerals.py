"""The value of a numeral as written: Arabic, Chinese, financial or mixed (1亿2千万, 4万2000, 贰亿陆仟万).

Every numeral with a scale is valued twice, by different rules: as the sum of its scale steps, taken apart at the
largest scale, where each step must be well formed; and by position, from left to right. Where the two differ, or the
numeral is malformed (三千万亿千), it has no value.
"""

import re
from decimal import Decimal
from functools import lru_cache

from report.quantities.characters import FINANCIAL

DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
TENS = {"廿": 20, "卅": 30, "卌": 40}
PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

# Two digits in a row are an approximation where they are neighbours (三四百, 十五六), or one of 三五, 三两.
PAIRS = ["一二", "一两", "两三", "二三", "三四", "四五", "五六", "六七", "七八", "八九", "三五", "三两"]
_PAIR = re.compile(f"(?P<head>[^点]*?)(?P<pair>{'|'.join(PAIRS)})(?P<scale>[十百千万亿]*)")
_TOKEN = re.compile(r"\d[\d,. ]*|.")
# After a scale without 零, Arabic digits fill the places below it: 4万2000, 3千500. One digit could mean either.
_FILLS = {10: (1,), 100: (2,), 1000: (2, 3), 10**4: (2, 3, 4), 10**8: (8,)}


def arabic(written: str) -> int | Decimal:
    """1,010 / 12 345 / 3.5"""
    written = written.replace(",", "").replace(" ", "")
    return Decimal(written) if "." in written else int(written)


@lru_cache(maxsize=10_000)
def value(written: str) -> int | Decimal | None:
    """The value of a numeral in unified characters, or None where it is in doubt."""
    if len(written) == 1 and written in DIGITS:
        return DIGITS[written]
    written = written.translate(FINANCIAL)
    if "点" in written:
        return _decimal(*written.split("点", 1))
    tokens = [_token(token) for token in _TOKEN.findall(written.replace("〇", "零"))]
    if tokens[0] == "零" and len(tokens) > 1:
        return None
    steps = _by_steps(tokens)
    return steps if steps == _by_position(tokens) else None


@lru_cache(maxsize=10_000)
def ends(written: str) -> tuple[int, int] | None:
    """The two values of an approximation: 三四百 is 300 to 400, 一千二三百 1200 to 1300, 十五六 15 to 16."""
    match = _PAIR.fullmatch(written)
    if not match or match["head"] and match["pair"] in ("三五", "三两"):
        return None
    low, high = sorted(value(match["head"] + digit + match["scale"]) or 0 for digit in match["pair"])
    return (low, high) if 0 < low < high else None


def by_digits(written: str) -> int | None:
    """一五〇 is 150: three digits or more without a scale, unless they count upwards (三四五)."""
    digits = [DIGITS.get(character) for character in written]
    if len(digits) < 3 or None in digits or not digits[0] or all(b - a == 1 for a, b in zip(digits, digits[1:])):
        return None
    return int("".join(map(str, digits)))


def scale(characters: str) -> int:
    """万亿 is 10**12."""
    product = 1
    for character in characters:
        product *= PLACES[character]
    return product


def _token(written):
    """An Arabic number as a Decimal, a Chinese digit as an int, 零 and a scale as they stand."""
    if written[0].isdigit():
        return Decimal(arabic(written))
    return TENS.get(written) or (written if written in PLACES or written == "零" else DIGITS.get(written))


def _decimal(whole, rest):
    """三点五, 二点四亿."""
    digits = rest.rstrip("十百千万亿")
    whole = value(whole)
    if whole is None or any(character not in DIGITS for character in digits):
        return None
    fraction = Decimal("0." + "".join(str(DIGITS[character]) for character in digits))
    return (whole + fraction) * scale(rest[len(digits):])


# ---- as the sum of its scale steps

def _by_steps(tokens, last=True):
    """Taken apart at its largest scale: so many of it, and a rest below it. None for a malformed numeral."""
    places = [PLACES.get(token, 0) for token in tokens]
    place = max(places, default=0)
    if not place:
        return _bare(tokens)
    at = len(places) - 1 - places[::-1].index(place)
    left, right = tokens[:at], tokens[at + 1:]
    many = 1 if not left and place == 10 else _by_steps(left, last=False)
    if many is None or many == 0 and type(many) is int or len(left) > 1 and (place < 10**4 or many >= place):
        return None
    if place < 10**4 and many > 9 and not (place == 1000 and not right and type(left[0]) is Decimal):     # 175.9千公顷
        return None
    if not right:
        return many * place
    rest = _rest(right, place, last and not (left and left[-1] in PLACES and place == 10**8))
    return None if not rest or rest >= place else many * place + rest


def _bare(tokens):
    """A number without a scale: one digit, one Arabic number, 廿五."""
    if len(tokens) == 2 and tokens[0] in TENS.values() and tokens[1] in range(1, 10):
        return tokens[0] + tokens[1]
    return (0 if tokens[0] == "零" else tokens[0]) if len(tokens) == 1 else None


def _rest(right, place, last):
    """What stands after a scale; the last digit without a scale counts tenths of it: 三百五, 一万二."""
    if right[0] == "零":
        return _by_steps(right[1:], last)
    rest = _by_steps(right, last)
    if rest is None or len(right) > 1 or right[0] in PLACES:
        return None if place == 10**8 and rest and rest < 10**4 else rest      # 1亿2千 may mean 1亿2千万
    if type(rest) is Decimal:
        return rest if len(str(int(rest))) in _FILLS[place] else None
    if place == 10 or rest >= 10:
        return rest
    return rest * place // 10 if last else None


# ---- by position

def _by_position(tokens):
    """From left to right: a scale multiplies all that stands before it and is smaller."""
    held = []
    for previous, token in zip(["", *tokens], tokens):
        if token in PLACES:
            place, below = PLACES[token], []
            while held and (held[-1] < place or type(previous) is Decimal and not below):
                below.append(held.pop())
            held.append(sum(below) * place if below else place)
        elif token != "零":
            held.append(token)
    if len(tokens) > 1 and type(tokens[-1]) is int and tokens[-1] < 10 and PLACES.get(tokens[-2], 0) > 10:
        held[-1] *= PLACES[tokens[-2]] // 10
    return sum(held)
