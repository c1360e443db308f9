"""The pieces of pattern that rules and amounts share, built from the tables of words."""

import re

from report.quantities.measure_words import MEASURE_WORDS, NOT_BEFORE, by_word
from report.quantities.numerals import DIGITS, PLACES, TENS

HAN_CHARACTERS = "".join([*DIGITS, *PLACES, *TENS])
NUMERAL_CHARACTERS = "0123456789０１２３４５６７８９" + HAN_CHARACTERS
LONGEST_NUMERAL = 30
BUCKET = 32  # first characters of measure words that one look ahead tells apart


def alternatives(words) -> str:
    """A pattern for any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _measure_word(word):
    letters = "(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    if word not in NOT_BEFORE:
        return re.escape(word) + letters
    among = rf"之(?=[几负0-9{HAN_CHARACTERS}])|" if "之" in NOT_BEFORE[word] else ""  # 三分之一; but 60与80分之间 are points
    return re.escape(word) + letters + f"(?!{among}[{NOT_BEFORE[word].replace('之', '')}])"


def _any_measure_word(words):
    """Longest first among those that begin alike; first characters in buckets, so that most are passed over at once."""
    by_first = {word[0]: [] for word in words}  # what is read most stands first
    for word in sorted(words, key=len, reverse=True):
        by_first[word[0]].append(_measure_word(word).removeprefix(re.escape(word[0])))
    alone = [first for first, rest in by_first.items() if rest == [""]]
    firsts = [first for first in by_first if first not in alone]
    buckets = [firsts[start:start + BUCKET] for start in range(0, len(firsts), BUCKET)]
    return "|".join(
        [f"[{re.escape(''.join(alone))}]"]
        + [
            f"(?=[{re.escape(''.join(bucket))}])(?:"
            + "|".join(f"{re.escape(first)}(?:{'|'.join(by_first[first])})" for first in bucket) + ")"
            for bucket in buckets
        ]
    )


UNIT_OF = by_word(MEASURE_WORDS)
MEASURE = _any_measure_word(UNIT_OF)
MEASURE_FIRST = re.escape("".join(sorted({word[0] for word in UNIT_OF})))

DIGIT = "[一二两三四五六七八九]"
HAN = f"[{HAN_CHARACTERS}]{{1,{LONGEST_NUMERAL}}}"
SCALE = r"(?:[十百千]?万亿?|[十百千]?亿|[百千](?![分克米瓦伏赫卡]))"
GROUPED = r"\d{1,3}(?:,\d{3})+(?!\d|,\d)"
# 1 200万元; and groups that are wrong (12,5000元, 3,5亿元): kept whole, to be returned as unread
SPACED = rf"(?:(?<=[¥$元币])\d{{1,3}}(?: \d{{3}})+(?!\d)|\d{{1,3}}(?: \d{{3}})+(?!\d)(?=\.\d| ?\(?(?:{SCALE}|[{MEASURE_FIRST}])))"
MISGROUPED = (
    rf"(?=\d{{1,3}}(?:,\d{{1,9}}){{0,6}},(?:0\d?(?!\d)|\d{{4,}}|\d{{1,2}}(?= ?\(?[万亿元%])))\d{{1,3}}(?:,\d{{1,9}}){{1,8}}(?!\d|,\d)"
    rf"(?= ?\(?(?:{SCALE}|[{MEASURE_FIRST}]))(?<!,(?:19|20)\d\d(?=年))"
)
MISPRINTED = r"\d+[OoIl]+\d*(?=[万亿元%人户个年])|\d+[。·]\d+(?=[万亿元%])|\d+(?:\.\d+)?×10(?:\^|[⁰-⁹])[\d⁰-⁹]*|\d+(?:\.\d+){2,}(?= ?[万亿元%])"
ARABIC = rf"(?>\d++(?![ ,.。·×OoIl])|(?:{GROUPED}|{SPACED}|{MISGROUPED}|{MISPRINTED}|\d+)(?:\.\d+)?)"
COINED = "(?>[壹贰叁肆伍陆柒捌玖拾](?=[壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角])(?:[零壹贰叁肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百]|千(?![瓦伏赫])){0,28})"
YEAR = r"(?:1[6-9]|20|21)\d\d"
DASH = "(?:--?|——?|~|至|到)"
# A run of digits, or the first character of a Chinese numeral. One class in front, that `re` may skip by it.
NUMERAL = re.compile(
    rf"[0-9{HAN_CHARACTERS}壹贰叁肆伍陆柒捌玖拾](?:(?<=[0-9])[0-9]++|(?<![壹贰叁肆伍陆柒捌玖拾])|(?=[壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角]))"
)
