"""One writing for each character, one for one, so that positions stay those of the text as given."""

import re

# Traditional characters that numerals, measure words and bounds are written with, and their simplified forms.
# From the tables beside this module, by the General List of Simplified Chinese Characters (1964).
TRADITIONAL = (
    "議設備機萬億兩貳參陸個項條種門樣環節領則樁錢塊圓員戶組隊歲週載處點畝場輛臺間頭張筆單歐鎊韓紙幾餘數約達於"
    "過內滿負與對級屆號層書冊顆盞雙噸頃釐鐘時學課鄉鎮區縣國計電溫氣術來類開標將"
)
SIMPLIFIED = (
    "议设备机万亿两贰叁陆个项条种门样环节领则桩钱块圆员户组队岁周载处点亩场辆台间头张笔单欧镑韩纸几余数约达于"
    "过内满负与对级届号层书册颗盏双吨顷厘钟时学课乡镇区县国计电温气术来类开标将"
)

# Marks with several shapes, and the one the rules know. En dashes join numbers as hyphens do; em dashes stay apart.
SHAPES = {
    " ": "　\u00a0\u2002\u2003\u2009\u200a\u202f",
    "¥": "￥",
    "%": "﹪",
    "〇": "○◯",
    ":": "∶",
    "-": "–−﹣‐‑",
    "—": "―─",
    "~": "〜∼",
    "≥": "≧",
    "≤": "≦",
}

FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

FORMS = (
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {shape: mark for mark, shapes in SHAPES.items() for shape in shapes}
    | {old: new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}
)
_TO_CHANGE = re.compile(f"[{re.escape(''.join(FORMS))}]")


def unify(text: str) -> str:
    """`text` with every character in the one writing the rules know."""
    return _TO_CHANGE.sub(lambda found: FORMS[found[0]], text)
