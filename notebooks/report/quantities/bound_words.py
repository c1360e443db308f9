"""Tables of bound words: how the words beside a numeral bound it, by the Civil Code (art. 1259) and GB/T 15835-2011."""

from report.quantities.measure_words import words

# Before a numeral (design: exact, at_least, more_than, about, at_most, less_than).
BOUNDS_BEFORE = {
    "at_least": "不下于 不下 不亚于 至少 最少 最低 最短 起码 达到或超过 大于等于 大于或等于 ≥ ≮ 至少有 至少为",
    "more_than": "超 超过 超过了 超出 逾 突破 突破了 多于 高于 大于 > 不止 不只 超越 过",
    "about": "约 大约 约为 约有 约占 约合 约达 近 将近 接近 大概 大致 大体 估计 差不多 大约有 近乎 几乎 ≈",
    "at_most": "至多 最多 最高 最长 不超 小于等于 小于或等于 ≤ ≯",
    "less_than": "不足 不到 不满 未满 少于 低于 小于 未到 < 不及 未达到 未达 没有达到",
}
# Negations, and the bound words they turn round: 不少于 and 不得少于 are at least, 不超过 and 未超过 at most.
NEGATIONS = "不 不得 不应 不宜 不能 不可 不要 不许 不准 不会 不再 不允许 不应该 不应当 不可能 不可以 不能够 不曾 没 没有 没能 未 未能 尚未 严禁 禁止"
NEGATED = {"at_least": "少于 低于 小于", "at_most": "超过 超出 高于 多于 大于 突破"}
# Behind these characters, right or one before a bound word, a negation may turn it round in a way not listed: in doubt. But not 不断超过.
NEGATIVE = "不未没勿莫禁"
NOT_NEGATIVE = words("不断 不仅 不但 不光 不少 未来 不久")
# Before a bare 百/千/万/亿 or 十 only. 上 in 上百 means "reaches" (Xiandai Hanyu Cidian, 上, verb).
BOUNDS_BEFORE_SCALE = {"at_least": "上 成", "more_than": "几 数 好几"}
# After the measure word.
BOUNDS_AFTER = {
    "at_least": "以上 及以上 或以上 或者以上 之上 (及)以上 或更多 或更高 或者更多 +",
    "more_than": "有余 出头 开外",
    "about": "左右 上下",
    "at_most": "以下 及以下 或以下 或者以下 之下 (及)以下 以内 之内 或更少 或更低 封顶",
}
# 起 after money: 20万元起.
FROM_UP = "起"
# Anywhere in the clause behind the amount it opens the upper side.
OPEN_TOP = "上不封顶"
# Words that may be parted from the numeral by a verb: 至少召开一次.
BOUNDS_APART = {"至少": "at_least", "最少": "at_least", "起码": "at_least", "至多": "at_most", "最多": "at_most"}
# 最高 and 最低 alone before a verb that gives (最高奖励50万元; but 最高气温39℃, 最高达126万元).
HIGHEST_APART = {"最高": "at_most", "最低": "at_least"}
GIVING = "奖励 奖补 奖 补助 补贴 补 资助 支持 给予 可贷 可达 可享 可获 可补 可奖 可 贷款 报销 赔付"
# Beside the number: 30余, 十来, 百把.
BOUNDS_WITHIN = {"余": "more_than", "多": "more_than", "几": "more_than", "来": "about", "把": "about", "+": "at_least"}

# Characters that make the bound word after them part of another word: 签约, 附近, 达不到, 赶超.
NOT_AFTER = {word: tuple(characters) for word, characters in {
    "约": "签节履预公制条契违集合解特邀相守", "近": "附邻靠临最远就亲", "超": "赶反B彩", "不到": "得看找想", "上": "以线网向会车路地村街之加马早晚",
    "数": "人户总次个件基倍分指系参无少多口种", "成": "完形组构建达", "过": "通经不跨"}.items()}
# 过 is a bound behind these alone; behind a verb it tells that something took place (举办过3次), in 跨过/通过 it is another word.
PASSED_AFTER = tuple("值额量数入金产资本模率积均已可将都龄利税款度亩,。;、(:总")
# 近 before these is "the last …" (近三年), not "about".
RECENT = words("年 个月 天 周 星期 季度")
# But behind these it is (历时近三年).
LASTED = tuple(words("历时 跨度 达 用时 耗时 持续 时间 时长 年限 工龄 教龄 党龄 已有"))

# Currencies named before the number: the sign or word, and the unit it gives.
CURRENCIES_BEFORE = {
    "¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "人民币": "CNY", "RMB": "CNY",
    "美元": "USD", "美金": "USD", "港币": "HKD", "港元": "HKD", "新台币": "TWD", "台币": "TWD", "澳门币": "MOP", "欧元": "EUR", "日元": "JPY", "英镑": "GBP",
}
# Those that belong to the span even where the measure word gives the unit.
CURRENCY_SIGNS = words("¥ $ € £ US$ HK$ NT$")
# Signs before the number, and the characters that make 负 part of another word (减负, 抱负).
SIGNS = {"负": -1, "零下": -1, "零上": 1, "-": -1, "+": 1}
# A dash after these joins or opens, and is no sign.
JOINED_BY_DASH = tuple("-—%℃亿万元")
NOT_BEFORE_NEGATIVE = tuple("减肩担背自")
