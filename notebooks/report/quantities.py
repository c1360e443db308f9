"""Every numeral of a Chinese work report, settled: quantity, date, ordinal or name.

`find_quantities` is the one function to call. The rules are the tables below, in the order they are tried; the code
after them only looks things up. One pass over the text, each decision from a fixed window around the numeral, so the
time taken grows in step with the text's length.

Choices a reader may want to know:

- A numeral is an Arabic or full-width digit, one of 〇零一二两三四五六七八九十百千万亿廿卅, or a financial character (壹贰叁…) that
  begins an amount. 半, 双, 几, 数 and 多 alone are none, but are read beside one (两年半, 数百, 十几).
- The span of a quantity holds its bound words and its measure word (不低于100万元, 1万余份), nothing else. An ordinal or a date
  spans the marks that make it one ((一), 第二届, 2018年). A name spans the numeral, or the set phrase it belongs to.
- 以上/以下/以内 include the number; 超过/不足/不满 exclude it (Civil Code of the PRC, art. 1259). 余 and 多 after a numeral
  (概数, GB/T 15835-2011) are read as open above. A word that closes a side outweighs one that only blurs: 约300多万元 is
  more than 3 million. Of two that close a side the first counts. 数百 and 几十 are more than one hundred, more than ten.
- 一 with a measure word is an article (作为一项任务, a name) before an abstract noun, and a count where it measures time, money
  or something that can be pointed at (一年, 一名医生), carries a bound, or stands after its noun (各建一个).
- A bare 百/千/万/亿 (百家, 万亩茶园) is a name unless a bound word makes it an amount (近百家, 亿元以上).
- A numeral of more than 30 characters is an identifier: a name.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

LONGEST_NUMERAL = 30
LONGEST_NOUN = 12


def _words(spaced):
    return frozenset(spaced.split())


# ---------------------------------------------------------------------------------------------------------------------
# Tables: the rules, as data
# ---------------------------------------------------------------------------------------------------------------------

# Normalised unit -> the measure words that count in it.
MEASURE_WORDS = {
    # things
    "item": "个 项 件 大 条 种 类 门 款 套 样 方面 环节 领域 则 道 桩 桩件 件次 项次 个次 个(次) 只(次) 件(次) 宗地 个(项) 项(次) 个(家) 个(处)",
    # money
    "CNY": "元 元人民币 块钱 块 角 毛 毛钱",
    "USD": "美元 美金", "HKD": "港元 港币", "EUR": "欧元", "JPY": "日元", "GBP": "英镑", "KRW": "韩元", "MOP": "澳门元",
    "TWD": "新台币", "RUB": "卢布", "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元", "CHF": "瑞士法郎",
    # people and the bodies they form
    "person": "人 名 位 口人 员",
    "person_time": "人次 人(次)", "person_day": "人天 工日 人日",
    "household": "户 家庭", "household_time": "户次 户(次)",
    "organisation": "家 部门", "organisation_time": "家次", "team": "支 组 队", "shop": "店",
    # shares and changes
    "percent": "%", "per_mille": "‰", "percentage_point": "百分点 个百分点", "tenth": "成", "times": "倍",
    "doubling": "番", "discount": "折",
    # time
    "year": "年 周年 年度 载 个年头 个年度", "quarter": "个季度", "season": "季", "month": "个月", "week": "周 个星期 个周",
    "day": "天 日 个工作日 工作日 昼夜", "hour": "小时 个小时 个钟头", "minute": "分钟", "second": "秒 秒钟",
    "class_hour": "学时 课时 个学时 个课时", "age_year": "岁 周岁", "term": "个学期 学期", "century": "个世纪",
    # length, area, volume, weight
    "km": "公里 千米 km", "m": "米 延米 m", "cm": "厘米 cm", "mm": "毫米 mm", "um": "微米", "nautical_mile": "海里", "li": "里 华里",
    "mu": "亩 亩次", "hectare": "公顷 hm² hm2 公顷次", "km2": "平方公里 平方千米 km² km2", "m2": "平方米 平米 平方 平 ㎡ m² m2",
    "m3": "立方米 立方 方 m³ m3", "litre": "升 公升 L", "ml": "毫升 ml",
    "tonne": "吨 公吨 t", "kg": "公斤 千克 kg", "jin": "斤 市斤", "g": "克 g", "mg": "毫克 mg", "microgram": "微克",
    "dan": "担", "deadweight_ton": "载重吨", "teu": "标箱 标准箱 TEU",
    "ug_per_m3": "微克/立方米", "mg_per_l": "毫克/升",
    # energy and technology
    "kWh": "千瓦时 度电 度 kWh", "kW": "千瓦 kW", "MW": "兆瓦 MW", "GW": "吉瓦 GW", "W": "瓦", "kVA": "千伏安 kVA", "MVA": "兆伏安",
    "kV": "千伏 kV", "V": "伏", "celsius": "摄氏度 ℃", "Mbps": "Mbps 兆", "GB": "GB", "TB": "TB", "PB": "PB", "hertz": "赫兹",
    "tce": "吨标准煤 吨标煤", "flops": "P EFlops", "degree": "°",
    # events and actions
    "time": "次 遍 回 轮 轮次 趟 频次", "event": "场 场次 场(次)", "batch": "批 批次", "session": "期 届 堂 节 班次 期次",
    "ride": "车次 航次 班 列 列次 架次 标准车次", "case": "例 起 宗 案", "deal": "笔 单 票",
    # administrative areas
    "province": "省 省份 省区", "city": "市 地市 市州", "county": "县 县市 县区 区县 旗", "district": "区", "town": "镇 乡镇 乡 街道 镇街 镇乡",
    "village": "村 村庄 自然村 行政村 社区", "prefecture": "州", "country": "国", "place": "处 地 点位 点 站 网点",
    # kinds and copies of things, animals, plants, vehicles, buildings
    "kind": "品种 品类 大类 小类", "copy": "份 册 本 部 篇 幅 期刊 卷 集 首 封 帧 张 条次 份(次) 册(次) 页 版 字",
    "head": "头 只 匹 羽 尾 峰 口 蜂箱 头只 头(只) 只羊单位 羊单位", "plant": "株 棵 穴 丛 棒 袋 筒",
    "vehicle": "辆 艘 架 辆次 台次", "machine": "台 台套 台(套) 部(台) 套(台) 台件", "building": "栋 幢 座 间 所 孔 层 院 厂 库 棚",
    "seat": "座位 席 席位 床 张床位 床位 学位 泊位 车位 个床位", "piece": "面 片 枚 根 盏 支笔 把 顶 双 对 副 盒 箱 瓶 包 桶 捆 扇 杆 眼 "
    "粒 束 串 滴 剂 剂次 针 针次 针剂 人份 张次 颗 盆 挂 台阶 车 股 手 桌 筐 节课 组件 锭",
    "job": "岗 岗位", "point": "分", "level": "级", "step": "步", "rank_place": "位次 名次", "chinese_character": "万字",
}

# Measure word : what may not follow it, because there it begins another word (140户 but 户籍).
NOT_BEFORE = dict(entry.split(":") for entry in _words("""
人:民才 大:型量幅队堡湾号庄 项:目 家:庭 户:籍口 分:别之公 年:级 成:功立为果员效就绩品熟型 元:旦件素 度:假 方:面案式便法向针 支:持付撑柱书
所:谓得 对:口于象 处:理置罚 周:边围末转 面:积向临 次:性 本:地科土身 口:岸碑粮 组:织建 台:湾账 部:分委署队长 区:域级委块别直 市:场民级委直
县:级委域直城长 省:级委直 村:民委级 乡:亲土村 点:多击 克:服 包:括含装 间:接隔 层:面次级 条:件例 批:准复 期:间末望待限 单:位独个一 起:来到步草
例:如会 场:地所馆面 座:谈 轮:换流 节:约能日水 把:握手关 班:子组 地:方区级处位 站:式 国:家有内际道 只:要能 架:构设 车:间辆站 股:份东权 位:置于
员:工 步:行 队:伍员 集:中体聚团成约 里:面 字:号 院:长士 卷:入 列:入为 回:族 双:方 剂:量 样:板本品 道:路德 案:件例 首:次批 库:存区 版:本 平:均台安衡稳
季:度节 旗:帜下 州:府 桌:面 担:任当保 页:面 头:部 厂:房区 升:级至 瓦:房 票:据 孔:子
"""))

# Measure words read after Arabic digits only: after a character numeral they belong to names (三里屯, 四方, 一级).
ARABIC_ONLY = _words("里 角 平 峰 方 道 手 度 点位 站 地 国 队 员 店 院 厂 库 棚 班 列 票 单 案 兆 瓦 伏 P W m t g L 字 升 样 席 则 旗 州 面 孔")

# Areas: right after a character numeral and behind a Chinese character they are names (新华二村), but for 两 and counts in a row.
AREAS = _words("村 社区 区 场 镇 乡")

# 二 counts before these alone; elsewhere 两 does, and 二 numbers (二级, 二门).
COUNTED_BY_ER = _words("个 名 年 项 人 天 倍 种 周 亩 吨 米 公里")

# Measure words of time, money and size: 多/余 may follow them (三年多), and 一 before them is a count (一年).
OPEN_ENDED = _words("年 个月 个小时 小时 天 周 分钟 公里 里 米 元 倍 岁 吨 亩 斤 公斤 千克 平方米 平方公里 立方米 公顷 成 个世纪 个学期 世纪 番 % 百分点 个星期 周年 载")

# Measure words of things one can point at: 一 before them is a count even with the noun behind (一名医生).
POINTED_AT = _words("名 人 户 所 座 家 台 辆 栋 幢 间 株 处 人次 亩次")
# Before these 一 is a count where it stands after its noun (各建一个) or behind a verb that says so (建成一个车间).
POSTPOSED = _words("个 项 名 人 次 份 件 台 辆 支 座 所 家 处 条 场 户 套 间 栋")
COUNTED_AFTER = tuple(_words("建成 新建 建设 援建 改建 引进 引入 设立 设置 成立 召开 开展 举办 组织 签订 购置 捐赠 创建 各 共 每 仅 有"))
# A numeral 一 after these is no count: 统一, 唯一, 之一, 这一年, 不漏一户.
NEVER_COUNTS_AFTER = tuple(_words("统 唯 单 之 逐 同 某 这 那 每 任 另 专 不 首 划 跑 无 落 漏 新的"))

# Bound words before a numeral, and how they bound it (design: exact, at_least, more_than, about, at_most, less_than).
BOUNDS_BEFORE = {
    "at_least": "不少于 不低于 不小于 不下于 不下 至少 最少 起码 达到或超过",
    "more_than": "超 超过 超过了 超出 逾 突破 突破了 多于 高于 大于",
    "about": "约 大约 约为 约有 约占 约合 约达 近 将近 接近 大概 大致 大体 估计 差不多",
    "at_most": "不超过 不高于 不多于 不大于 至多 最多 不超",
    "less_than": "不足 不到 不满 未满 少于 低于 小于 未到",
}
# Bound words before a bare 百/千/万/亿 or 十 only. 上 in 上百 means "reaches" (Xiandai Hanyu Cidian, 上, verb).
BOUNDS_BEFORE_SCALE = {"at_least": "上", "more_than": "几 数 好几 过"}
BOUNDS_AFTER = {
    "at_least": "以上 及以上 或以上 (含)以上 (含以上) +",
    "more_than": "有余 出头 开外",
    "about": "左右 上下",
    "at_most": "以下 及以下 或以下 以内 之内 (含)以下 (含)以内",
}
# Bound words that may be parted from the numeral by a verb: 至少召开一次.
BOUNDS_APART = {"至少": "at_least", "最少": "at_least", "起码": "at_least", "至多": "at_most", "最多": "at_most"}
CURRENCY_SIGNS = {"¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}
# Characters that make the bound word after them part of another word: 签约, 附近, 达不到, 赶超.
NOT_AFTER = {word: tuple(characters) for word, characters in {
    "约": "签节履预公制条契违集合解特邀相守", "近": "附邻靠临最远就亲", "超": "赶反", "不到": "达得看找想", "上": "以线网向会车路地村街之加马早晚",
    "过": "超通经不", "数": "人户总次个件基倍分指系参无少多口种"}.items()}
# 近 before these is "the last …" (近三年), not "about".
RECENT = _words("年 个月 天 周 日 个星期 个季度")

# What is numbered, not counted: digits after it are a code.
NUMBERED = ("电话", "邮编", "代码", "编号", "热线", "平台", "微信", "信箱", "房间", "楼", "路", "道", "线", "第", "附件", "图", "表", "网", "版")

# Phrases and names that begin with a numeral and would pass for a quantity.
NAMES = """
一对一 一比一 一次性 一年一度 一年四季 一年级 一家人 一家亲 一把手 一条龙 一条心 一张网 一张图 一本账 一盘棋 一站式 一口清 一股绳 一个样 一件事 一天天
一人之 一年之计 一日游 一带一路 一岗双责 一大批 一系列
两个维护 两个确立 两个一百年 两个毫不动摇 两步走 两不愁
三个代表 三个区分开来 三个务必 三个全面 三门峡 三门县 三台县 三区三州 三区人才 三区 三位一体 三步走 三只松鼠 三番五次 三天两头 三会一课 三农 三道堰 三家村 三元区 三次产业 三次分配 四季
四个意识 四个自信 四个全面 四个伟大 四个不摘 四个服从 四个切实 四个最严 四个革命 四个合格 四个走在前列 四面八方 四方
五个一批 五个一 五位一体 五家渠 五台山 五台县 五大连池 五个坚持
六个精准 六个一批 六盘水 七台河 八项规定 八步沙 九台区 九三学社 十项全能 十个坚持 十个明确 千家万户 成千上万
四周 五花八门 四通八达 十里八乡 七嘴八舌 三大纪律 四大发明 十年寒窗 一天到晚 一年到头 一分一 一部分
"""
# The same as patterns: paired 一 (一户一策, 一核两翼), place names (五台镇), 百企帮百村, 5A and 5G.
NAME_PATTERNS = (
    r"一(?![十百千万亿点])[\u4e00-\u9fff]一[\u4e00-\u9fff]",
    r"一[区主核心轴带城廊园中院体县镇点线圈极链][二两三四五六七八九十多][\u4e00-\u9fff]",
    r"[一二三四五六七八九十][门台家里道间棵口面方条座顶][镇乡县市山沟湾河峡渠屯岭]",
    r"一[个户人名家件条项处次](?=[不都也没])",
    r"[百千万](?![一二两三四五六七八九十百千万亿零余多])[\u4e00-\u9fff][百千万](?![余多元])[\u4e00-\u9fff]",
    r"十分(?!钟|之)",
    r"[2-6][ADGS](?![A-Za-z])",
    r"四处(?=[走奔打寻张求])",
    r"[三四五六七八九十][家座间棵块眼口顶道股门台分亩户条角元][^农乡村城全新美名古镇、，。][村镇乡街]",
)

# Words that end the noun before a quantity (verbs: 建设|扶贫车间|2个) or begin what is no longer the noun after it.
VERBS = """
引进 实现 带动 提供 完成 选派 开展 建设 捐赠 发放 动员 引导 投入 组织 举办 新建 改建 建成 援建 落实 争取 募集 筹集 协调 安排 拨付 帮助 解决 吸纳 转移 销售 签订 签约 达成 达到 达 共有 共 累计 总计 合计
分别 其中 为 有 新增 增加 减少 增长 下降 提高 提升 降低 到位 覆盖 惠及 受益 支持 推动 推进 促进 派出 派驻 接收 接待 走访 召开 创建 打造 设立 成立 给予 奖励 资助 增收 投资 实施 启动 赴 到 在 向 从 由 对 与 和 及 或 并
的 了 等 是 被 将 已 均 各 每 占 比 约 近 超 至 于 以 使 让 来 参加 参与 进行 获得 荣获 申报 扩大 用于 较 同比 全部 后 前 内
"""
TIME_UNITS = _words("year quarter month week day hour minute second century term")

# ---------------------------------------------------------------------------------------------------------------------
# Patterns built from the tables
# ---------------------------------------------------------------------------------------------------------------------

NUMERAL_CHARACTERS = "0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿廿卅"

# Unified writing, one character for one: positions stay those of the text as given.
_FORMS = {**{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
          **str.maketrans("　\u00a0￥﹪○∶–—―─〜−", "  ¥%〇:----~-")}
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def _words_by_key(table):
    return {word: key for key, words in table.items() for word in words.split()}


def _alternatives(words):
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _measure_word(word):
    letters = "(?![A-Za-z])" if word.isascii() and word.isalpha() else ""
    return re.escape(word) + letters + (f"(?![{NOT_BEFORE[word]}])" if word in NOT_BEFORE else "")


def _any_measure_word():
    """Longest first among those that begin alike; else in the order of the table, so the commonest come first."""
    by_first = {}
    for word in sorted(UNIT_OF, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(_measure_word(word))
    return "|".join(f"(?:{'|'.join(by_first[first])})" for first in dict.fromkeys(word[0] for word in UNIT_OF))


UNIT_OF = _words_by_key(MEASURE_WORDS)
BEFORE = _words_by_key(BOUNDS_BEFORE)
BEFORE_SCALE = _words_by_key(BOUNDS_BEFORE_SCALE)
AFTER = _words_by_key(BOUNDS_AFTER)
LAST_OF_BOUND = frozenset(word[-1] for word in BEFORE | BEFORE_SCALE)

# Atomic groups (?>...) keep a numeral whole: no rule may read 20个 as 2 and 0个.
_D = "[一二两三四五六七八九]"
_SECTION = f"零?(?:{_D}?千)?零?(?:{_D}?百)?零?(?:{_D}?十)?零?{_D}?"
_HAN = f"(?>(?=[零一二两三四五六七八九十百千万亿])(?:{_SECTION}万?亿)?(?:{_SECTION}万)?{_SECTION}(?:点[零一二三四五六七八九]{{1,9}})?)"
_COINED = "(?>[壹贰叁肆伍陆柒捌玖](?=[拾佰仟万亿元圆])[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{0,28})"
_ARABIC = r"(?>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
_SCALE = r"[十百千]?万亿?|[十百千]?亿|[百千](?![分克米瓦伏])"
_MEASURE = _any_measure_word()
_PAIR = "一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九"
_YEAR = r"(?:1[6-9]|20|21)\d\d"
_CHINESE_YEAR = "[一二][〇零一二三四五六七八九]{3}"
_MONTH, _DAY, _HOUR = "(?>1[0-2]|0?[1-9])", r"(?>[12]\d|3[01]|0?[1-9])", r"(?>1\d|2[0-4]|0?\d)"
_DASH = "[-~至到]{1,2}"
_AT_LINE_START = r"(?<![^\n\r\t 。;:!?”])"
_AT_CLAUSE_START = r"(?<![^\n\r\t 。;:!?”,、)(-])"

# What a numeral is when it is no quantity: the rules in the order they are tried. The mark before an ordinal that
# makes it one (第, a bracket) is part of it; it is looked behind for and named in the third column.
RULES = (
    ("name", rf"[{NUMERAL_CHARACTERS}.,]{{{LONGEST_NUMERAL},}}", ""),
    # 第一书记; 第一季度
    ("name", "(?<=第)(?:一(?:书记|时间|责任人|要务|线|资源|动力|生产力)|三方(?!面|案))", "第"),
    ("date", "(?<=第)[一二三四1-4]季度", "第"),
    # 第二届, 第3—5批; 〔2018〕129号; (一)
    ("ordinal", rf"(?<=第) ?(?:{_HAN}|\d{{1,6}})(?:{_DASH}(?:{_HAN}|\d{{1,6}}))?(?:{_MEASURE})?", "第"),
    ("ordinal", rf"(?<=[\[(〔【﹝]){_YEAR}[\])〕】﹞] ?第?\d{{1,5}}号", "〔"),
    ("ordinal", rf"(?<=\()(?:{_HAN}|\d{{1,2}})\)", "("),
    # 2020-12-18; 2016—2020年; 2020年12月18日, 二〇二〇年; 2018年至2020年
    ("date", rf"{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)", ""),
    ("date", rf"{_YEAR}(?: ?年度?)?{_DASH}{_YEAR}(?: ?年度?(?!代)|(?![\d.,%]|{_MEASURE}|{_SCALE}))", ""),
    ("date", rf"(?:{_YEAR}|{_CHINESE_YEAR}) ?年(?:代|度|底|末|初)?(?:{_MONTH}月(?:份|底|末|初)?(?:{_DAY}[日号])?|{_HAN}月(?:{_HAN}日)?)?"
             rf"(?:{_DASH}(?:{_YEAR}年)?(?:{_MONTH}月(?:份|底|末|初)?)?(?:(?<=月){_DAY}[日号])?(?<![-~至到]))?", ""),
    # 9月, 1—9月份, 5月1日至3日; 18日; 10:30, 24时
    ("date", rf"{_MONTH}(?:{_DASH}{_MONTH})?月(?:份|底|末|初|上旬|中旬|下旬)?(?:{_DAY}(?:{_DASH}{_DAY})?[日号])?"
             rf"(?:{_DASH}(?:{_MONTH}月)?(?:{_DAY}[日号])?(?<![-~至到]))?", ""),
    ("date", rf"{_DAY}(?:{_DASH}{_DAY})?日(?![内元游])", ""),
    ("date", rf"(?<![比按为例达]){_HOUR}:[0-5]\d(?::[0-5]\d)?(?:{_DASH}{_HOUR}:[0-5]\d)?(?![\d.])|{_HOUR}时(?:[0-5]?\d分)?"
             rf"|(?<=[上午晨晚]){_HOUR}点(?:[0-5]?\d分|半)?", ""),
    # 十二月, 三日; 十三五; 一季度, 前11个月; 90年代, 21世纪
    ("date", rf"(?:十[一二]?|[一二三四五六七八九])月(?:份|底|末|初)?(?:{_HAN}日)?|(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日(?![内元游])", ""),
    ("date", rf"十[一二三四五]五(?!{_MEASURE}|[十百千万])", ""),
    ("date", rf"(?<=前)(?:1[01]|[2-9]|十一?|[两三四五六七八九])个(?:月|季度)|[一二三四1-4](?:{_DASH}[二三四2-4])?季度", ""),
    ("date", r"(?:[一二三四五六七八九]十|\d0)年代|(?:二十一?|十[七八九]|1[6-9]|2[01])世纪", ""),
    # codes and letters with digits: 0411-12345678, 1+6+N, PM2.5, G20
    ("name", r"(?>\d+)(?:(?:-\d+){2,}|(?:\.\d+){2,}|[+·]\d+(?:[+·][\dNnXx]+)*|\+[NnXx]|(?<=0\d\d)-\d{7,8}|(?<=0\d\d\d)-\d{6,8})", ""),
    ("name", rf"(?<=[A-Za-z_@#/+])(?:(?<=PM)|(?!{_ARABIC} ?(?:{_SCALE}|{_MEASURE}))){_ARABIC}", ""),
    # 一、 and 1.2 at the start of a line; 附件1, 图3; 前三名; 一是, 二要; 十九大; 十三届, 1号, 三级
    ("ordinal", rf"{_AT_LINE_START}(?:(?:{_HAN}|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?:、|[.．](?!\d)|\))"
                rf"|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?= ?[\u4e00-\u9fff])(?! ?(?:{_MEASURE}|{_SCALE})))", ""),
    ("ordinal", r"(?:(?<=附[件表图])|(?<=[图表])|(?<=专栏))\d{1,2}(?:-\d{1,2})?(?![\d.,%万亿余多个份张项种条套名人户家元])", ""),
    ("ordinal", rf"(?<=前)(?<![提目此当以之年会]前)(?:{_HAN}|\d{{1,3}})(?:[名位强列]|(?=[。,;、)\n的]|$))", ""),
    ("ordinal", rf"(?<!之)[一二三四五六七八九十]是|{_AT_CLAUSE_START}[一二三四五六七八九十][要则]", ""),
    ("ordinal", "(?:十[六七八九]|二十)大(?!类|项|行动|工程|举措)|[一二]大(?=会址|报告|精神)", ""),
    ("ordinal", rf"(?<!连续)(?<!举办)(?!两)(?:\d{{1,3}}|{_HAN})(?:号|届|年级|中全会|等(?=[奖功])|(?<![省市区县乡镇村].)级)", ""),
    ("ordinal", r"(?<=[村屯])\d{1,2}组|(?<!举办)(?<!培训)[一二]期", ""),
    ("name", _alternatives(NAMES.split()), ""),
    ("name", "|".join(NAME_PATTERNS), ""),
)
RULE = re.compile("|".join(f"(?P<{kind}{'_marked' if mark else ''}{place}>{pattern})" for place, (kind, pattern, mark) in enumerate(RULES)), re.A)

NUMERAL = re.compile(f"[{NUMERAL_CHARACTERS}]|{_COINED}")
AMOUNT = re.compile(
    rf"(?P<number> ?(?:(?P<pair>十?(?:{_PAIR})(?=[十百千万亿]|{_MEASURE}))(?P<pair_scale>[十百千]?[万亿]?)|(?P<arabic>{_ARABIC})|(?P<han>{_COINED}|{_HAN}))"
    rf"(?: ?(?P<over>个[余多]?(?=亿(?![元级]))|[余多几])?(?P<scale>{_SCALE})(?P<rest>\d{{1,4}}(?:\.\d+)?(?:[百千万](?![分克米瓦伏])|(?=[元人])))?)?"
    rf" ?(?P<loose>余|多|来(?!源)|几(?={_MEASURE})|\+(?={_MEASURE}))?)"
    rf" ?(?:个(?P<middle>[多余半])(?P<whole>月|小时|世纪|学期|钟头)|(?P<word>{_MEASURE}))?", re.A)
FRACTION = re.compile(
    rf"(?P<of>{_HAN}|\d{{1,4}})分之(?P<parts>{_HAN}|{_ARABIC})|(?P<half>一半(?!径))|(?P<top>\d{{1,3}})/(?P<bottom>\d{{1,4}})(?![\d/])|"
    r"(?P<left>\d{1,4}(?:\.\d{1,3})?):(?P<right>\d{1,4}(?:\.\d{1,3})?)(?P<third>:\d{1,4}(?:\.\d{1,3})?)?(?![\d:])", re.A)
RATE = re.compile(rf"/(?:{_MEASURE}|月|日)")
COINS = re.compile(rf"(?P<tenths>{_D}|\d)(?:[角毛]|(?<=块.)(?![\d个千百万]))(?:(?P<hundredths>{_D}|\d)分)?", re.A)
TENTHS = re.compile(f"(?P<tenths>{_D})(?P<hundredths>)(?![十百千万亿]|{_MEASURE})")
SMALL_CHANGE = ("元", "块", "角", "毛", "毛钱", "成")
MAKES_FRACTION = ("分", "半", "/", ":")
JOINT = re.compile(rf" ?{_DASH} ?(?=[{NUMERAL_CHARACTERS}])")
APART = re.compile(f"({_alternatives(BOUNDS_APART)})[\u4e00-\u9fff]{{1,4}}$")
TRAILING = re.compile(_alternatives(AFTER))
QUOTE_OPENED = re.compile("[“\"‘『「《][^”’』」》]*$")
QUOTE_CLOSED = re.compile("[^”\"’』」》\n]{1,12}[”\"’』」》]")
HAN_RUN = re.compile(f"[\u4e00-\u9fff]{{1,{LONGEST_NOUN}}}")
HAN_RUN_BEFORE = re.compile("[\u4e00-\u9fff]*$")
VERB = re.compile(_alternatives(VERBS.split()))
YEAR = re.compile(_YEAR + "$", re.A)


# ---------------------------------------------------------------------------------------------------------------------
# What is found
# ---------------------------------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Quantity:
    """One numeral of a text, settled.

    `start` and `end` are 0-based code points into the text as given, end exclusive, and `text` is what stands there.
    `kind` is quantity, date, ordinal or name. Only a quantity has the rest: `value`, `lower` and `upper` with 万/亿
    applied (percent as written: 26.7; 八成: 8), `bound` (exact, at_least, more_than, about, at_most, less_than,
    range), the `unit` code, the `measure_word` as written without 万/亿/余, and the `noun` counted, '' where none.
    A range has no value, and a ratio of three (12∶41∶47) no numbers at all.
    """

    start: int
    end: int
    text: str
    kind: str
    value: int | float | None = None
    lower: int | float | None = None
    upper: int | float | None = None
    bound: str | None = None
    unit: str = ""
    measure_word: str = ""
    noun: str = ""


@dataclass(slots=True)
class Amount:
    """A number with its measure word, before bounds: what stands on one side of a range."""

    value: int | Decimal | None
    end: int
    written: str                             # the numeral itself, without scale
    mantissa: int | Decimal = 0
    scale: int = 1
    high: int | None = None                  # the upper end of 两三个
    over: str | None = None                  # 余, 多, 几, 来 or + beside the number
    measure_word: str = ""
    unit: str = ""


def find_quantities(text: str) -> list[Quantity]:
    """Return every numeral of `text` in order of appearance, as spans that never overlap.

    `text` is any string, dirty or not. Positions are into it as given. Nothing is raised for a numeral that
    cannot be read: it is returned as a name. Whoever wants the quantities alone filters on `kind`.
    """
    plain = text.translate(_FORMS)
    found, position = [], 0
    while numeral := NUMERAL.search(plain, position):
        settled = _settle(plain, text, numeral.start(), position)
        found.append(settled)
        position = settled.end
    return found


def _settle(plain, text, at, floor):
    """Settle the numeral at `at`; nothing before `floor` is free any more."""
    if rule := RULE.match(plain, at):
        kind = rule.lastgroup.rstrip("0123456789")
        start = max(floor, at - 1) if kind.endswith("_marked") else at
        return Quantity(start, rule.end(), text[start:rule.end()], kind.partition("_")[0])
    if _is_slogan(plain, at):
        return Quantity(at, at + 1, text[at], "name")
    return _read_quantity(plain, text, at, floor) or _unread(plain, text, at)


def _is_slogan(plain, at):
    """A character numeral in a short quotation: “三支”人员, “两不愁三保障”."""
    return not plain[at].isdigit() and QUOTE_OPENED.search(plain, max(0, at - 8), at) and QUOTE_CLOSED.match(plain, at)


def _unread(plain, text, at):
    """What no rule reads: a bare year is a date, anything else a name of the numeral alone."""
    number = AMOUNT.match(plain, at)
    end = max(number.end("arabic"), number.end("han"), at + 1) if number else at + 1
    return Quantity(at, end, text[at:end], "date" if YEAR.match(plain[at:end]) else "name")


# ---------------------------------------------------------------------------------------------------------------------
# Quantities
# ---------------------------------------------------------------------------------------------------------------------

def _read_quantity(plain, text, at, floor):
    first = _read_amount(plain, at)
    if first is None:
        return None
    second = _other_end(plain, at, first)
    last = second or first
    start, before = _bound_before(plain, at, floor, first)
    end, after = _bound_after(plain, last)
    if not (second or after or _is_quantity(plain, at, floor, first, before)):
        return None
    start, sign = _sign(plain, start, at, floor, last)
    bound = _strongest(before, OVER.get(first.over), after)
    value, lower, upper, bound = _close(first, second, sign, bound)
    return Quantity(start, end, text[start:end], "quantity", _number(value), _number(lower), _number(upper), bound,
                    last.unit, last.measure_word, _noun(plain, start, end, last.unit))


def _close(first, second, sign, bound):
    """(value, lower, upper, bound), of which the bound closes what it can."""
    low, high = first.value and sign * first.value, second.value if second else first.high
    if high is not None:
        return None, low * _shared_scale(first, second) if second else low, high, "range"
    return (low, None if bound in ("about", "at_most", "less_than") else low,
            None if bound in ("about", "at_least", "more_than") else low, bound)


# ---- the number and its measure word

def _read_amount(plain, at):
    match = AMOUNT.match(plain, at)
    if match is None or match.end() == at:
        return None
    may_be_fraction = plain[match.end(1):match.end(1) + 1] in MAKES_FRACTION
    return may_be_fraction and _read_fraction(plain, at) or _amount(plain, match)


def _read_fraction(plain, at):
    """百分之二十三, 三分之二, 一半, 1/5, 2.18∶1, 12∶41∶47; None for 5/0 and 9/3, which are no shares."""
    fraction = FRACTION.match(plain, at)
    if fraction is None:
        return None
    if fraction["of"]:
        of, parts = _parse(fraction["of"]), _parse(fraction["parts"])
        if of in (100, 1000):
            word, unit = ("百分之", "percent") if of == 100 else ("千分之", "per_mille")
            return Amount(parts, fraction.end(), fraction[0], measure_word=word, unit=unit)
        return Amount(Decimal(parts) / of, fraction.end(), fraction[0], unit="ratio") if of else None
    if fraction["half"] or fraction["third"]:
        return Amount(Decimal("0.5") if fraction["half"] else None, fraction.end(), fraction[0], unit="ratio")
    top, bottom = (Decimal(part) for part in (fraction["top"] or fraction["left"], fraction["bottom"] or fraction["right"]))
    if not bottom or fraction["top"] and top >= bottom:
        return None
    return Amount(top / bottom, fraction.end(), fraction[0], unit="ratio")


def _amount(plain, match):
    """The amount an AMOUNT match stands for."""
    number, pair, pair_scale, arabic, han, over, scale, rest, loose, middle, whole, word = match.groups()
    end = match.start() + len(number)
    if pair:
        tens, scale = (10 if pair[0] == "十" else 0), _scale(pair_scale)
        low, high = ((tens + _DIGITS[digit]) * scale for digit in pair[-2:])
        amount = Amount(low, end, pair, high=high)
    else:
        if han and not scale:
            han, scale = _split_scale(han)
        mantissa, scale = _parse(arabic or han), _scale(scale) if scale else 1
        value = mantissa * scale + (_rest(rest) if rest else 0)
        amount = Amount(value, end, arabic or han, mantissa, scale, over=over.lstrip("个") or loose if over else loose)
    if whole:
        _add_measure_word(plain, amount, "个" + whole, match.end())
        _add_more(amount, middle)
    elif word and _suits(word, amount):
        _add_measure_word(plain, amount, word, match.end())
    return amount


def _split_scale(han):
    """四千万 into 四千 and 万, so that 三至四千万 can share it; a bare 万 stays whole."""
    mantissa = han.rstrip("万亿")
    return (mantissa, han[len(mantissa):]) if mantissa else (han, "")


def _rest(rest):
    """The smaller part of 1亿2000万, 3万5千."""
    return _parse(rest) if rest[-1].isdigit() else _parse(rest[:-1]) * _PLACES[rest[-1]]


def _scale(characters):
    scale = 1
    for character in characters:
        scale *= _PLACES[character]
    return scale


def _parse(written):
    """Read one Arabic or Chinese numeral: 1,010 / 三千六百 / 叁拾万 / 三点五 / 三百五."""
    if written[0].isdigit():
        written = written.replace(",", "")
        return Decimal(written) if "." in written else int(written)
    whole, _, decimals = written.translate(_FINANCIAL).partition("点")
    total, section, digit, place_before = 0, 0, None, 1
    for character in whole:
        if character in _DIGITS:
            digit, place_before = _DIGITS[character], 1 if character == "零" else place_before
            continue
        place = _PLACES[character]
        if place < 10**4:
            section += (1 if digit is None else digit) * place
        elif character == "万":
            total, section = total + (section + (digit or 0) or 1) * place, 0
        else:
            total, section = (total + section + (digit or 0) or 1) * place, 0
        digit, place_before = None, place
    if digit and place_before > 10:          # 三百五 is 350, 一万二 12,000
        digit *= place_before // 10
    value = total + section + (digit or 0)
    return value + Decimal("0." + "".join(str(_DIGITS[character]) for character in decimals)) if decimals else value


def _add_measure_word(plain, amount, word, end):
    """Add the measure word, and what may hang on it: 三年多, 两年半, 元/亩, 五元三毛, 七成五."""
    amount.unit, amount.end, amount.measure_word = UNIT_OF[word], end, COUNTED_AS[word]
    following = plain[end:end + 1]
    if following in ("多", "半", "余") and word in OPEN_ENDED:
        _add_more(amount, following)
        amount.end += 1
    elif following == "/" and (rate := RATE.match(plain, end)):
        amount.unit += "_per_" + (UNIT_OF.get(rate[0][1:]) or {"月": "month", "日": "day"}[rate[0][1:]])
        amount.measure_word, amount.end = amount.measure_word + rate[0], rate.end()
    elif word in SMALL_CHANGE:
        _add_small_change(plain, amount, word)


def _add_small_change(plain, amount, word):
    """五元三毛, 3块2, 五角, 七成五."""
    if word in ("角", "毛", "毛钱"):
        amount.value = Decimal(amount.value) / 10
    elif coins := (TENTHS if word == "成" else COINS).match(plain, amount.end):
        amount.value += Decimal(_parse(coins["tenths"])) / 10 + Decimal(_parse(coins["hundredths"] or "零")) / 100
        amount.end = coins.end()


def _suits(word, amount):
    if word == "大":
        return 2 <= amount.value <= 20
    if word == "成":
        return 1 <= amount.value < 10
    return word not in ARABIC_ONLY or len(amount.written) > 2 or amount.written[0].isdigit()


def _add_more(amount, character):
    if character == "半":
        amount.value += Decimal(amount.scale) / 2
    else:
        amount.over = character


def _counted_as(word):
    """人(次) counts 人次, 个百分点 百分点, 块钱 块; 个月 stays."""
    word = word.replace("(次)", "次").partition("(")[0].removesuffix("钱").removesuffix("人民币")
    return word[1:] if word[0] == "个" and len(word) > 1 and word not in ("个月", "个次") else word


COUNTED_AS = {word: _counted_as(word) for word in UNIT_OF}


def _other_end(plain, at, first):
    """The second amount of a range (3-5名, 800人至1000人), if one follows. 从5%到8% is a change, not a range."""
    joint = JOINT.match(plain, first.end)
    if not joint or first.value is None or plain[at - 1:at] in ("从", "由", "自"):
        return None
    second = _read_amount(plain, joint.end())
    if second is None or second.high or second.value is None or first.measure_word not in ("", second.measure_word):
        return None
    if not (second.unit or second.scale > 1):
        return None
    return second if first.value * _shared_scale(first, second) < second.value else None


def _shared_scale(first, second):
    """200至300万元 means 万 for both, 8000至1万元 for the second alone."""
    return second.scale if first.scale == 1 and first.mantissa < second.mantissa and not first.measure_word else 1


# ---- bounds

OVER = {"余": "more_than", "多": "more_than", "几": "more_than", "来": "about", "+": "at_least"}


def _bound_before(plain, at, floor, amount):
    """The longest bound word that ends at `at`: (start of the span, bound or None)."""
    end = at - 1 if plain[at - 1:at] == " " else at
    if plain[end - 1:end] in LAST_OF_BOUND:
        for length in range(5, 0, -1):
            word = plain[max(floor, end - length):end]
            bound = BEFORE.get(word) or amount.written[0] in "十百千万亿" and BEFORE_SCALE.get(word)
            if bound and not plain.endswith(NOT_AFTER.get(word, ()), 0, end - len(word)) and not (word == "近" and amount.measure_word in RECENT):
                return end - len(word), bound
    adverb = APART.search(plain, max(floor, at - 6), at)
    return at, adverb and BOUNDS_APART[adverb[1]]


def _bound_after(plain, amount):
    if after := TRAILING.match(plain, amount.end):
        return after.end(), AFTER[after[0]]
    if plain[amount.end:amount.end + 1] == "内" and amount.unit in TIME_UNITS:
        return amount.end + 1, "at_most"
    return amount.end, None


def _strongest(*bounds):
    """The first that closes a side, else about, else exact."""
    for bound in bounds:
        if bound and bound != "about":
            return bound
    return "about" if "about" in bounds else "exact"


def _sign(plain, start, at, floor, amount):
    """(start, sign): -3.2% and 负3.2% (a dash before anything else is no sign), ¥5,000."""
    before = plain[at - 1] if start == at > floor else ""
    if before and before in "-负" and amount.unit in ("percent", "per_mille", "percentage_point", "celsius"):
        return at - 1, -1
    if before in CURRENCY_SIGNS:
        amount.unit = amount.unit or CURRENCY_SIGNS[before]
        return at - 1, 1
    return start, 1


# ---- is it one?

def _is_quantity(plain, at, floor, amount, bound):
    arabic, has_scale_only = amount.written[0].isdigit(), amount.written[0] in "百千万亿"
    if amount.unit:
        return _is_count(plain, at, floor, amount, bound)
    if plain[amount.end:amount.end + 1] == "强":                # 世界500强
        return False
    if amount.over or amount.scale > 1 or bound:
        return bool(bound or amount.over) or not has_scale_only
    if not arabic:
        return not has_scale_only and any(place in amount.written for place in "百千万亿")
    return _is_plain_number(plain, at, amount)


def _is_count(plain, at, floor, amount, bound):
    """A numeral with a measure word is a count, but for the article 一, the ordinal 二 and the bare 百/千/万."""
    if amount.written[0].isdigit():
        return True
    if amount.written == "一" and plain.endswith(NEVER_COUNTS_AFTER, 0, at):
        return False
    if bound or amount.over or amount.unit in ("percent", "per_mille", "ratio"):
        return True
    if amount.measure_word == "番":
        return "翻" in plain[max(0, at - 2):at]
    if amount.written[0] in "百千万亿零":
        return False
    if amount.measure_word in AREAS and amount.written != "两":
        in_a_row = at == floor or NUMERAL.match(plain, amount.end)
        return in_a_row or not HAN_RUN.match(plain, at - 1) or plain[at - 1] in "各共和及"
    if amount.written == "二":
        return amount.measure_word in COUNTED_BY_ER
    return amount.written != "一" or _is_counted_one(plain, at, amount)


def _is_counted_one(plain, at, amount):
    if amount.measure_word in OPEN_ENDED or amount.measure_word in POINTED_AT:
        return True
    stands_last = plain[amount.end:amount.end + 1] in ("", *",。;、)\n")
    return amount.measure_word in POSTPOSED and (stands_last or plain.endswith(COUNTED_AFTER, 0, at))


def _is_plain_number(plain, at, amount):
    """Arabic digits with no measure word: a number after 达/为/共…, a decimal; otherwise a name (832平台)."""
    written, following = amount.written, plain[amount.end:amount.end + 1]
    if following.isascii() and following.isalpha() or len(written) > 9 or YEAR.match(written):
        return False
    if "." in written:
        return not written.endswith(".0")                       # 数字政府2.0
    if written[0] == "0" and len(written) > 1:
        return False
    if "," in written or plain.endswith(tuple("达到为共计至了是有"), 0, at):
        return True
    return following in ("", *",。;\n") and bool(HAN_RUN.match(plain, at - 1)) and not plain.endswith(NUMBERED, 0, at)


# ---- the rest

def _number(value):
    if value is None or type(value) is int:
        return value
    return int(value) if value == int(value) else float(value)


def _noun(plain, start, end, unit):
    """The noun counted: the characters right after, or, where none are, right before, up to the nearest verb."""
    if unit in TIME_UNITS:
        return ""
    if following := HAN_RUN.match(plain, end):
        verb = VERB.search(plain, end, following.end())
        if not verb or verb.start() > end:
            return plain[end:verb.start() if verb else following.end()]
    preceding = HAN_RUN_BEFORE.search(plain, max(0, start - LONGEST_NOUN), start)[0]
    verbs = list(VERB.finditer(preceding))
    return preceding[verbs[-1].end():] if verbs else preceding
