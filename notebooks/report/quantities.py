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

# ---------------------------------------------------------------------------------------------------------------------
# Tables: the rules, as data
# ---------------------------------------------------------------------------------------------------------------------

# Normalised unit -> the measure words that count in it.
MEASURE_WORDS = {
    # money
    "CNY": "元 元人民币 块钱 角 毛钱",
    "USD": "美元 美金", "HKD": "港元 港币", "EUR": "欧元", "JPY": "日元", "GBP": "英镑", "KRW": "韩元", "MOP": "澳门元",
    "TWD": "新台币", "RUB": "卢布", "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元", "CHF": "瑞士法郎",
    # people and the bodies they form
    "person": "人 名 位 口人 员",
    "person_time": "人次 人(次)", "person_day": "人天 工日 人日",
    "household": "户 家庭", "household_time": "户次 户(次)",
    "organisation": "家", "organisation_time": "家次", "team": "支 组 队", "shop": "店",
    # shares and changes
    "percent": "% 个百分比", "per_mille": "‰", "percentage_point": "百分点 个百分点 个点", "tenth": "成", "times": "倍",
    "doubling": "番", "discount": "折", "ratio": "比例",
    # time
    "year": "年 周年 年度 载 个年头 个年度", "quarter": "个季度", "month": "个月", "week": "周 个星期 个周",
    "day": "天 日 个工作日 工作日 昼夜", "hour": "小时 个小时 个钟头", "minute": "分钟", "second": "秒 秒钟",
    "class_hour": "学时 课时 个学时 个课时", "age_year": "岁 周岁", "term": "个学期 学期", "century": "个世纪",
    # length, area, volume, weight
    "km": "公里 千米 km", "m": "米 延米 m", "cm": "厘米 cm", "mm": "毫米 mm", "um": "微米", "nautical_mile": "海里", "li": "里 华里",
    "mu": "亩 亩次", "hectare": "公顷 hm² 公顷次", "km2": "平方公里 平方千米 km²", "m2": "平方米 平米 平方 ㎡ m²",
    "m3": "立方米 立方 方 m³", "litre": "升 公升 L", "ml": "毫升 ml",
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
    "province": "省 省份 省区", "city": "市 地市 市州", "county": "县 县市 县区 区县 旗 县域", "district": "区", "town": "镇 乡镇 乡 街道 镇街 镇乡",
    "village": "村 村庄 自然村 行政村 社区", "prefecture": "州", "country": "国", "place": "处 地 点位 点 站 网点",
    # things
    "item": "个 项 件 大 条 种 类 门 款 套 样 方面 环节 领域 则 道 桩 桩件 件次 项次 个次 个(次) 只(次) 件(次) 宗地 个(项) 项(次) 个(家) 个(处)",
    "kind": "品种 品类 大类 小类", "copy": "份 册 本 部 篇 幅 期刊 卷 集 首 封 帧 张 条次 份(次) 册(次) 页 版 字",
    "head": "头 只 匹 羽 尾 峰 口 蜂箱 头只 头(只) 只羊单位 羊单位", "plant": "株 棵 穴 丛 棒 袋 筒",
    "vehicle": "辆 艘 架 辆次 台次", "machine": "台 台套 台(套) 部(台) 套(台) 台件", "building": "栋 幢 座 间 所 孔 层 院 厂 库 棚",
    "seat": "座位 席 席位 床 张床位 床位 学位 泊位 车位 个床位", "piece": "块 面 片 枚 根 盏 支笔 把 顶 双 对 副 盒 箱 瓶 包 桶 捆 扇 杆 眼 "
    "粒 束 串 滴 剂 剂次 针 针次 针剂 人份 张次 颗 盆 挂 台阶 车 股 手 桌 筐 节课 条鱼 组件",
    "job": "岗 岗位", "point": "分", "level": "级", "step": "步", "rank_place": "位次 名次", "chinese_character": "万字",
}

# Measure word -> what may not follow it: there it is the beginning of another word (五家 but not 家庭).
NOT_BEFORE = {
    "人": "均民才", "大": "学型量幅力家会局规纲户专赛", "项": "目", "家": "庭长具电乡园政畜属", "户": "籍均外", "分": "别之为公布享配局校红期类散析区管", "年": "级",
    "成": "功立为果本员效都交长人就绩品熟型片", "元": "旦件素首", "度": "假过", "方": "面案式便法向针", "支": "持出付部援撑教医行柱书委", "所": "有以得在属需谓",
    "对": "口接于象外比策应照标全", "处": "于理置罚分长", "种": "植养子粮", "周": "边围期末转", "面": "积向临对貌上前", "次": "性要年生产", "本": "地市区县级科土省年身村来质外次",
    "口": "岸碑粮", "组": "织建成合团长", "台": "湾风账", "部": "分门署队委长", "区": "域级委块别直", "市": "场民级委直", "县": "级委域直城长", "省": "级委直内外", "村": "民委级两",
    "乡": "亲土村", "点": "多击", "克": "服", "包": "括含装保村联抓", "间": "接隔", "层": "面次级", "条": "件例", "批": "准复发评", "期": "间末望待限", "单": "位独个一",
    "起": "来到步草", "例": "如会", "场": "地所馆景面", "座": "谈", "轮": "换流岗训", "节": "约能日水省", "手": "段续工抓", "片": "面区", "把": "握手关", "班": "子组", "地": "方区级处位",
    "级": "别", "站": "式", "国": "家有内际道", "只": "要有能是", "架": "构设", "车": "间辆站", "股": "份东权", "号": "", "位": "置于居一", "员": "工", "步": "行", "队": "伍员", "套": "种",
    "集": "中体聚团成约", "里": "面", "字": "号", "院": "长士", "卷": "入", "列": "入为", "回": "族乡归收", "双": "方", "剂": "量", "样": "板本品", "道": "路德", "则": "", "案": "件例", "首": "次批个家",
    "社区": "", "店": "铺", "岗": "位", "库": "存区", "版": "本", "席": "", "国道": "", "比例": "", "平方": "公米千", "立方": "米", "旗": "帜下", "州": "府", "桌": "面", "担": "任当保",
    "页": "面", "头": "部", "床": "上", "厂": "房区", "粒": "", "升": "级至", "瓦": "房", "针": "对", "W": "", "m": "", "t": "", "g": "", "L": "", "P": "", "班次": "", "票": "据", "孔": "子", "兆": "瓦伏",
}

# Measure words read after Arabic digits only: after a character numeral they belong to names (三里屯, 四方, 一级).
ARABIC_ONLY = frozenset("里 方 道 级 手 度 点位 站 地 国 队 员 店 院 厂 库 棚 班 列 票 单 案 兆 瓦 伏 P W m t g L 字 升 样 席 则 旗 州 面 孔".split())

# Measure words of time, money and size: 多/余 may follow them (三年多), and 一 before them is a count (一年).
OPEN_ENDED = frozenset(
    "年 个月 个小时 小时 天 周 分钟 公里 里 米 元 倍 岁 吨 亩 斤 公斤 千克 平方米 平方公里 立方米 公顷 成 个世纪 个学期 世纪 番 % 百分点 个星期 周年 载".split())

# Measure words of things one can point at: 一 before them is a count even with the noun behind (一名医生).
POINTED_AT = frozenset("名 人 户 所 座 家 台 辆 栋 幢 间 头 株 处 人次 亩次 美元".split())

# Bound words before a numeral, and how they bound it (design: exact, at_least, more_than, about, at_most, less_than).
BOUNDS_BEFORE = {
    "at_least": "不少于 不低于 不小于 不下于 不下 至少 最少 起码 达到或超过 不少于约",
    "more_than": "超 超过 超过了 超出 逾 突破 突破了 多于 高于 大于 已超 已逾",
    "about": "约 大约 约为 约有 约占 约合 约达 近 将近 接近 大概 大致 大体 估计 差不多",
    "at_most": "不超过 不高于 不多于 不大于 至多 最多 不超",
    "less_than": "不足 不到 不满 未满 少于 低于 小于 未到",
}
# Bound words before a bare 百/千/万/亿 or 十 only. 上 in 上百 means "reaches" (Xiandai Hanyu Cidian, 上, verb).
BOUNDS_BEFORE_SCALE = {"at_least": "上", "more_than": "几 数 好几 过 成", "about": "小"}
BOUNDS_AFTER = {
    "at_least": "以上 及以上 或以上 (含)以上 (含以上) 起步 +",
    "more_than": "有余 出头 开外",
    "about": "左右 上下 前后",
    "at_most": "以下 及以下 或以下 以内 之内 (含)以下 (含)以内",
}
# Characters that make the bound word after them part of another word: 签约, 附近, 达不到, 赶超.
NOT_AFTER = {"约": "签节履预公制条契违集合解特邀相守", "近": "附邻靠临最远就亲", "超": "赶反", "不到": "达得看找想", "上": "以线网向会车路地村街之加马早晚",
             "过": "超通经不", "数": "人户总次个件基倍分指系参无少多口种", "成": "完建形组达生变合", "小": "大中", "约为": "", "几": ""}
# 近 before these is "the last …" (近三年), not "about".
RECENT = frozenset("年 个月 天 周 日 个星期 个季度".split())

# Words after a numeral that make it an ordinal.
ORDINAL_AFTER = r"号|[届级](?!以上)|年级|等(?=[奖功])|中全会"
# Words that stand before an ordinal without 第 and have no measure word after it: 图3, 附件1.
ORDINAL_BEFORE = ("附件", "附表", "附图", "图", "表", "专栏", "之", "其")

# Phrases and names that begin with a numeral and would pass for a quantity.
NAMES = """
一对一 一比一 一次性 一年一度 一年四季 一年级 一家人 一家亲 一把手 一条龙 一条心 一张网 一张图 一本账 一盘棋 一站式 一口清 一股绳 一个样 一件事 一天天
一人之 一年之计 一日游 一带一路 一岗双责 一大批 一系列
两个维护 两个确立 两个一百年 两个毫不动摇 两个结合 两个责任 两个大局 两个先行 两个文明 两步走 两不愁
三个代表 三个区分开来 三个务必 三个全面 三门峡 三门县 三台县 三区三州 三区人才 三区 三位一体 三步走 三只松鼠 三番五次 三天两头 三会一课 三农 三道堰 三家村
四个意识 四个自信 四个全面 四个伟大 四个不摘 四个服从 四个切实 四个最严 四个革命 四个合格 四个走在前列 四面八方 四方
五个一批 五个一 五位一体 五家渠 五台山 五台县 五大连池 五个坚持 五条件 五类人员 五口之家
六个精准 六个一批 六盘水 七台河 八项规定 八步沙 九台区 九三学社 十项全能 十个坚持 十个明确 十四个坚持 十三个方面成就 千家万户 成千上万
500强 100强 1000强 10强 50强 30强 20强 5A 4A 3A 2A 4S 3D 5G 4G 6G
"""
# The same as patterns: paired 一 (一户一策), place names (五台镇), numbered letters.
NAME_PATTERNS = (
    r"一[\u4e00-\u9fff]一[\u4e00-\u9fff]",
    r"[一二三四五六七八九十][门台家里道间棵口面方条座顶][镇乡县市山沟湾河峡渠屯岭]",
    r"一[个户人名家件条项处次](?=[不都也没])",
    r"[百千万][\u4e00-\u9fff][百千万](?![余多元])[\u4e00-\u9fff]",
)
# A numeral 一 after these is no count: 统一, 唯一, 之一, 这一年.
NEVER_COUNTS_AFTER = "统唯单之逐同某这那每任另专不某首划"

# Words that end the noun before a quantity (verbs: 建设|扶贫车间|2个) or begin what is no longer the noun after it.
VERBS = """
引进 实现 带动 提供 完成 选派 开展 帮扶 建设 捐赠 发放 动员 引导 投入 组织 举办 培训 新建 改建 建成 援建 落实 争取 募集 筹集 协调 安排 拨付 帮助 解决 吸纳 转移 销售 采购 签订 签约 达成
达到 达 共有 共 累计 总计 合计 分别 其中 为 有 新增 增加 减少 增长 下降 提高 提升 降低 到位 覆盖 惠及 受益 服务 支持 推动 推进 促进 派出 派驻 接收 接待 走访 慰问 召开 创建 打造 设立 成立 给予 奖励 补助
资助 救助 就业 增收 脱贫 实施 启动 赴 到 在 向 从 由 对 与 和 及 或 并 的 了 等 是 被 将 已 均 各 每 占 比 约 近 超 至 于 以 使 让 来 参加 参与 进行 获得 荣获 申报 扩大 收入 用于 较 同比 全部 后 前 内
"""

# ---------------------------------------------------------------------------------------------------------------------
# Patterns built from the tables
# ---------------------------------------------------------------------------------------------------------------------

# One character for one: positions stay those of the text as given.
_FORMS = {ord("　"): " ", 0xA0: " ", ord("￥"): "¥", ord("﹪"): "%", ord("○"): "〇", ord("∶"): ":", ord("–"): "-", ord("—"): "-",
          ord("―"): "-", ord("─"): "-", ord("〜"): "~", ord("−"): "-", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

NUMERAL_CHARACTERS = "0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿廿卅"


def _words_by_key(table):
    return {word: key for key, words in table.items() for word in words.split()}


def _alternatives(words):
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _measure_word(word):
    letters = "(?![A-Za-z])" if word.isascii() and word.isalpha() else ""
    return re.escape(word) + letters + (f"(?![{NOT_BEFORE[word]}])" if NOT_BEFORE.get(word) else "")


UNIT_OF = _words_by_key(MEASURE_WORDS)
BEFORE = _words_by_key(BOUNDS_BEFORE)
BEFORE_SCALE = _words_by_key(BOUNDS_BEFORE_SCALE)
AFTER = _words_by_key(BOUNDS_AFTER)
CURRENCY_SIGNS = {"¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}

_D = "[一二两三四五六七八九]"
_SECTION = f"(?:{_D}?千)?零?(?:{_D}?百)?零?(?:{_D}?十)?零?{_D}?"
_HAN = f"(?=[零一二两三四五六七八九十百千万亿])(?:{_SECTION}万?亿)?(?:{_SECTION}万)?{_SECTION}(?:点[零一二三四五六七八九]{{1,9}})?"
_COINED = "[壹贰叁肆伍陆柒捌玖](?=[拾佰仟万亿元圆])[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{0,28}"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SCALE = r"[十百千]?万亿?|[十百千]?亿|[百千](?![分克米瓦伏])"
_MEASURE = "|".join(_measure_word(word) for word in sorted(UNIT_OF, key=len, reverse=True))
_PAIR = "一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九"
_CHINESE_YEAR = "[一二][〇零一二三四五六七八九]{3}"
_YEAR = r"(?:1[6-9]|20|21)\d\d"
_DASH = "[-~至到]{1,2}"

NUMERAL = re.compile(f"[{NUMERAL_CHARACTERS}]|{_COINED}")
LONG_RUN = re.compile(rf"[{NUMERAL_CHARACTERS}.,]{{{LONGEST_NUMERAL},}}", re.A)
NUMBER = re.compile(
    rf" ?(?:(?P<several>十?(?:{_PAIR})(?=[十百千万亿]|{_MEASURE}))(?P<pair_scale>[十百千]?[万亿]?)|(?P<arabic>{_ARABIC})|(?P<han>{_COINED}|{_HAN}))"
    rf" ?(?:(?P<over>[余多几])?(?P<scale>{_SCALE})(?P<rest>\d{{1,4}}(?:\.\d+)?(?:[百千万](?![分克米瓦伏])|(?=[元人]))|)|)"
    rf" ?(?P<loose>[余多来](?!源|年来)|几(?={_MEASURE})|\+(?={_MEASURE})|)",
    re.A)
FRACTION = re.compile(rf"(?P<of>{_HAN}|\d{{1,4}})分之(?P<han>{_HAN}|{_ARABIC})|(?P<top>\d{{1,3}})/(?P<bottom>\d{{1,4}})(?![\d/])|"
                      r"(?P<left>\d{1,4}(?:\.\d{1,3})?):(?P<right>\d{1,4}(?:\.\d{1,3})?)(?![\d:])", re.A)
MEASURE = re.compile(rf" ?(?:个(?P<middle>[多余半])(?P<whole>月|小时|世纪|学期|钟头)|(?P<word>{_MEASURE}))")
RATE = re.compile(rf"/(?:{_MEASURE}|月|日)")
COINS = re.compile(rf"(?P<jiao>{_D}|\d)(?:[角毛]|(?=$|[,。;、]))(?:(?P<fen>{_D}|\d)分)?", re.A)
JOINT = re.compile(rf" ?{_DASH} ?")
TRAILING = re.compile(_alternatives(AFTER))
LATIN = re.compile(r"[A-Za-z_]")
DATE = re.compile(
    rf"{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)"
    rf"|{_YEAR}(?:年度?)?{_DASH}{_YEAR}(?:年度?(?!代)|(?![\d.,%]|{_MEASURE}|{_SCALE}))"
    rf"|(?:{_YEAR}|{_CHINESE_YEAR})年(?:代|度|底|末|初)?(?:\d{{1,2}}月(?:份|底|末|初)?(?:\d{{1,2}}[日号])?|{_HAN}月(?:{_HAN}日)?)?"
    rf"(?:{_DASH}(?:{_YEAR}年)?(?:\d{{1,2}}月(?:份|底|末|初)?)?(?:(?<=月)\d{{1,2}}[日号])?(?<![-~至到]))?"
    rf"|(?:1[0-2]|0?[1-9])(?:{_DASH}(?:1[0-2]|0?[1-9]))?月(?:份|底|末|初|上旬|中旬|下旬)?(?:\d{{1,2}}(?:{_DASH}\d{{1,2}})?[日号])?"
    rf"(?:{_DASH}(?:\d{{1,2}}月)?(?:\d{{1,2}}[日号])?(?<![-~至到]))?"
    rf"|(?:[12]?\d|3[01])(?:{_DASH}(?:[12]?\d|3[01]))?日(?![内元游])"
    rf"|(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:{_DASH}(?:[01]?\d|2[0-4]):[0-5]\d)?(?![\d.])"
    rf"|(?:[01]?\d|2[0-4])时(?:[0-5]?\d分)?"
    rf"|(?:十[一二]?|[一二三四五六七八九])月(?:份|底|末|初)?(?:{_HAN}日)?"
    rf"|(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日(?![内元游])"
    rf"|十[一二三四五]五(?!{_MEASURE}|[十百千万])"
    rf"|[一二三四1-4](?:{_DASH}[二三四2-4])?季度"
    rf"|(?:[一二三四五六七八九]十|\d0)年代|(?:二十一?|十[七八九]|1[6-9]|2[01])世纪", re.A)
ORDINAL = re.compile(rf"(?P<item>\d{{1,3}}|{_HAN})(?:{ORDINAL_AFTER})", re.A)
CONGRESS = re.compile("(?:十[六七八九]|二十)大(?!类|项|行动|工程|举措)|[一二]大(?=会址|报告|精神)")
LISTED = re.compile(rf"(?:{_HAN}|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?:、|[.．](?!\d)|\))|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?= ?[\u4e00-\u9fff])(?! ?(?:{_MEASURE}|{_SCALE}))", re.A)
BRACKETED = re.compile(rf"(?:{_HAN}|\d{{1,2}})\)", re.A)
DOCUMENT_NUMBER = re.compile(rf"{_YEAR}[\])〕】] ?第?\d{{1,5}}号", re.A)
AFTER_DI = re.compile(rf" ?(?:{_HAN}|\d{{1,6}})(?:{_DASH}(?:{_HAN}|\d{{1,6}}))?(?:{_MEASURE}|季度)?", re.A)
FIRST_N = re.compile(rf"(?:{_HAN}|\d{{1,3}})(?:[名位强列]|(?=[。,;、)\n的]|$))", re.A)
CODE = re.compile(r"\d+(?:-\d+){2,}|\d+(?:\.\d+){2,}|0\d{2,3}-\d{6,8}|\d+[+·]\d+(?:[+·][\dNnXx]+)*|\d+\+[NnXx]", re.A)
NAME = re.compile("|".join((*NAME_PATTERNS, _alternatives(NAMES.split()))))
QUOTED = re.compile("[^”\"’』」》\n]{1,12}[”\"’』」》]")
HAN_RUN = re.compile("[\u4e00-\u9fff]{1,%d}" % LONGEST_NOUN)
VERB = re.compile(_alternatives(VERBS.split()))


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

    value: Decimal
    end: int
    measure_word: str = ""
    unit: str = ""
    mantissa: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    high: Decimal | None = None          # the upper end of 两三个
    over: str = ""                       # 余, 多, 几, 来 or + beside the number
    written: str = ""                    # the numeral itself, without scale


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
    for kind, reader in READERS:
        if span := reader(plain, at, floor):
            return Quantity(*span, text[span[0]:span[1]], kind)
    return _read_quantity(plain, text, at, floor) or _name(plain, text, at)


# ---------------------------------------------------------------------------------------------------------------------
# Names, dates, ordinals: each reader returns (start, end) or None
# ---------------------------------------------------------------------------------------------------------------------

def _read_long_run(plain, at, floor):
    run = LONG_RUN.match(plain, at)
    return run and run.span()


def _read_code(plain, at, floor):
    """Codes and letters with digits: 0411-12345678, 1+6+N, PM2.5, G20."""
    if not plain[at].isdigit():
        return None
    if code := CODE.match(plain, at):
        return None if DATE.match(plain, at) else code.span()
    before = plain[at - 1:at]
    if LATIN.match(before) or before in ("+", "@", "#", "/"):
        number = NUMBER.match(plain, at)
        if number["scale"] is None and not MEASURE.match(plain, number.end()) or plain[max(floor, at - 2):at] == "PM":
            return at, number.end("arabic")
    return None


def _read_name(plain, at, floor):
    name = NAME.match(plain, at)
    return name and name.span()


def _read_quoted_name(plain, at, floor):
    """A character numeral in a short quotation is a slogan: “三支”人员, “两不愁三保障”."""
    if plain[at].isdigit() or DATE.match(plain, at):
        return None
    opening = max(plain.rfind(mark, max(0, at - 8), at) for mark in "“\"‘『「《")
    if opening < 0 or any(mark in plain[opening + 1:at] for mark in "”’』」》"):
        return None
    return (at, at + 1) if QUOTED.match(plain, at) else None


def _read_date(plain, at, floor):
    date = DATE.match(plain, at)
    return date and date.span()


def _starts_clause(plain, at):
    return at == 0 or plain[at - 1] in "\n\r\t 。;:!?,、”)(-"


def _starts_line(plain, at):
    return at == 0 or plain[at - 1] in "\n\r\t 。;:!?”"


def _read_ordinal(plain, at, floor):
    before = plain[at - 1] if at > floor else ""
    if before == "第":
        return at - 1, AFTER_DI.match(plain, at).end()
    if before in "[(〔【" and before:
        if number := DOCUMENT_NUMBER.match(plain, at) or before == "(" and BRACKETED.match(plain, at):
            return at - 1, number.end()
    if _starts_line(plain, at) and (listed := LISTED.match(plain, at)):
        return listed.span()
    if before == "前" and plain[max(0, at - 2):at - 1] not in ("提", "目", "此", "当", "以", "之", "年", "会"):
        if first := FIRST_N.match(plain, at):
            return first.span()
    if plain[at] in "一二三四五六七八九十":
        following = plain[at + 1:at + 2]
        if following == "是" and before != "之" or following in ("要", "则") and _starts_clause(plain, at):
            return at, at + 2
    if congress := CONGRESS.match(plain, at):
        return congress.span()
    if (ordinal := ORDINAL.match(plain, at)) and not _counts_levels(plain, at, ordinal):
        return ordinal.span()
    return None


def _counts_levels(plain, at, ordinal):
    """省市县三级 and 两级 count levels; 连续5届 counts sessions; 三级医院 and 十九届 are ordinals."""
    return plain[at] == "两" or plain[max(0, at - 2):at] in ("连续", "举办") or (
        ordinal[0].endswith("级") and plain[at - 1:at] in tuple("省市区县乡镇村"))


READERS = (("name", _read_long_run), ("name", _read_code), ("name", _read_name), ("name", _read_quoted_name),
           ("date", _read_date), ("ordinal", _read_ordinal))


# ---------------------------------------------------------------------------------------------------------------------
# Quantities
# ---------------------------------------------------------------------------------------------------------------------

def _read_quantity(plain, text, at, floor):
    amount = _read_amount(plain, at)
    if amount is None:
        return None
    start, bound = _bound_before(plain, at, floor, amount)
    other = _other_end(plain, at, amount)
    end, after = _bound_after(plain, (other or amount).end, (other or amount).measure_word)
    if not (other or after or _is_quantity(plain, at, amount, bound)):
        return None
    start, sign = _sign(plain, start, at, floor, amount)
    bound = _strongest(bound, "more_than" if amount.over in tuple("余多几") else "about" if amount.over == "来" else
                       "at_least" if amount.over == "+" else None, after)
    low, high = sign * amount.value, other.value if other else amount.high
    unit, word = (other or amount).unit, (other or amount).measure_word
    if high is not None:
        if other and amount.scale == 1 and amount.mantissa < other.mantissa and not amount.measure_word:
            low *= other.scale
        value, lower, upper, bound = None, low, high, "range"
    else:
        value, lower, upper = low, low, low
        if bound in ("about", "at_least", "more_than"):
            upper = None
        if bound in ("about", "at_most", "less_than"):
            lower = None
    return Quantity(start, end, text[start:end], "quantity", _number(value), _number(lower), _number(upper), bound,
                    unit, word, _noun(plain, start, end))


def _read_amount(plain, at):
    amount = _read_fraction(plain, at)
    if amount is None and (number := NUMBER.match(plain, at)) and number.end() > at:
        amount = _amount(number)
    return amount and _with_measure_word(plain, amount)


def _read_fraction(plain, at):
    fraction = FRACTION.match(plain, at)
    if not fraction:
        return None
    if fraction["of"]:
        of, top = _parse(fraction["of"]), _parse(fraction["han"])
        unit = {100: "percent", 1000: "per_mille"}.get(of, "ratio")
        word = {100: "百分之", 1000: "千分之"}.get(of, "分之")
        return Amount(top if unit != "ratio" else top / of, fraction.end(), word, unit, written=fraction[0]) if of else None
    top, bottom = (Decimal(part) for part in (fraction["top"] or fraction["left"], fraction["bottom"] or fraction["right"]))
    if not bottom or fraction["top"] and top >= bottom:
        return None
    return Amount(top / bottom, fraction.end(), "", "ratio", written=fraction[0])


def _amount(number):
    """The amount a NUMBER match stands for, without its measure word."""
    if pair := number["several"]:
        tens, (low, high) = (10 if pair[0] == "十" else 0), (_DIGITS[digit] for digit in pair[-2:])
        scale = _scale(number["pair_scale"] or "")
        return Amount((tens + low) * scale, number.end(), high=(tens + high) * scale, written=pair)
    written = number["arabic"] or number["han"]
    mantissa, scale = _parse(written), _scale(number["scale"] or "")
    value = mantissa * scale + _rest(number["rest"])
    return Amount(value, number.end(), mantissa=mantissa, scale=scale, over=number["over"] or number["loose"] or "", written=written)


def _rest(rest):
    """The smaller part of 1亿2000万, 3万5千."""
    if not rest:
        return Decimal(0)
    return Decimal(rest) if rest[-1].isdigit() else Decimal(rest[:-1]) * _scale(rest[-1])


def _scale(characters):
    scale = Decimal(1)
    for character in characters:
        scale *= _PLACES[character]
    return scale


def _parse(written):
    """Read one Arabic or Chinese numeral: 1,010 / 三千六百 / 叁拾万 / 三点五 / 三百五."""
    if written[0] in "0123456789":
        return Decimal(written.replace(",", ""))
    whole, _, decimals = written.translate(_FINANCIAL).partition("点")
    total, section, digit, last_place = 0, 0, None, 1
    for character in whole:
        if character in _DIGITS:
            digit, last_place = _DIGITS[character], 1 if character == "零" else last_place
            continue
        place = _PLACES[character]
        if place >= 10**4:
            section = (section + (digit or 0)) or (0 if total else 1)
            total = (total + section) * place if place == 10**8 else total + section * place
            section = 0
        else:
            section += (1 if digit is None else digit) * place
        digit, last_place = None, place
    if digit and last_place > 10 and len(whole) > 1:
        digit *= last_place // 10
    value = Decimal(total + section + (digit or 0))
    return value + Decimal("0." + "".join(str(_DIGITS[character]) for character in decimals)) if decimals else value


def _with_measure_word(plain, amount):
    """Add the measure word, and what may hang on it: 三年多, 两年半, 个多月, 元/亩, 五元三毛."""
    measure = MEASURE.match(plain, amount.end)
    if amount.unit or not measure or not _suits(measure["word"], amount):
        return amount
    if measure["whole"]:
        word = "个月" if measure["whole"] == "月" else measure["whole"]
        amount.unit = UNIT_OF["个" + measure["whole"]]
        _add_middle(amount, measure["middle"])
    else:
        word = measure["word"]
        amount.unit = UNIT_OF[word]
    amount.end = measure.end()
    if word in OPEN_ENDED and plain[amount.end:amount.end + 1] in ("多", "半", "余"):
        _add_middle(amount, plain[amount.end])
        amount.end += 1
    if word in ("元", "块钱") and (coins := COINS.match(plain, amount.end)):
        amount.value += _parse(coins["jiao"]) / 10 + (_parse(coins["fen"]) / 100 if coins["fen"] else 0)
        amount.end = coins.end()
    if word in ("角", "毛钱"):
        amount.value /= 10
    if rate := RATE.match(plain, amount.end):
        amount.unit += "_per_" + UNIT_OF.get(rate[0][1:], {"月": "month", "日": "day"}.get(rate[0][1:], ""))
        word, amount.end = word + rate[0], rate.end()
    amount.measure_word = _as_counted(word)
    return amount


def _suits(word, amount):
    arabic = amount.written[0].isdigit()
    if word == "大":
        return 2 <= amount.value <= 20
    if word == "成":
        return 1 <= amount.value < 10
    return arabic or word not in ARABIC_ONLY or len(amount.written) > 2


def _add_middle(amount, character):
    if character == "半":
        amount.value += amount.scale / 2
    else:
        amount.over = character


def _as_counted(word):
    """人(次) counts 人次, 个百分点 百分点; 个月 stays."""
    word = word.replace("(次)", "次").partition("(")[0]
    return word[1:] if word[0] == "个" and len(word) > 1 and word not in ("个月", "个次") else word


def _other_end(plain, at, amount):
    """The second amount of a range (3-5名, 800人至1000人), if one follows."""
    joint = JOINT.match(plain, amount.end)
    if not joint or plain[at - 1:at] in ("从", "由", "自"):
        return None
    other = _read_amount(plain, joint.end()) if NUMERAL.match(plain, joint.end()) else None
    if other is None or other.high or amount.measure_word not in ("", other.measure_word):
        return None
    if not other.measure_word and not other.scale > 1 and not other.unit:
        return None
    return other if amount.mantissa < other.mantissa or amount.value < other.value else None


def _bound_before(plain, at, floor, amount):
    """The longest bound word that ends at `at`: (start of the span, bound or None)."""
    end = at - 1 if plain[at - 1:at] == " " else at
    for length in range(5, 0, -1):
        start = end - length
        if start < floor:
            continue
        word = plain[start:end]
        bound = BEFORE.get(word) or amount.written[0] in "十百千万亿" and BEFORE_SCALE.get(word)
        if bound and plain[start - 1:start] not in tuple(NOT_AFTER.get(word, "")) and not _is_recent(word, amount):
            return start, bound
    return at, None


def _is_recent(word, amount):
    return word == "近" and amount.measure_word in RECENT


def _bound_after(plain, end, word):
    after = TRAILING.match(plain, end)
    if after:
        return after.end(), AFTER[after[0]]
    if plain[end:end + 1] == "内" and UNIT_OF.get(word) in ("year", "month", "day", "hour", "minute", "week"):
        return end + 1, "at_most"
    return end, None


def _strongest(*bounds):
    """The first that closes a side, else about, else exact."""
    closing = [bound for bound in bounds if bound and bound != "about"]
    return closing[0] if closing else "about" if "about" in bounds else "exact"


def _sign(plain, start, at, floor, amount):
    """-3.2% and 负3.2%; a dash before anything else is no sign."""
    if at > floor and start == at and plain[at - 1] in "-负" and amount.unit in ("percent", "percentage_point", "celsius"):
        return at - 1, -1
    if at > floor and start == at and plain[at - 1] in CURRENCY_SIGNS:
        amount.unit = amount.unit or CURRENCY_SIGNS[plain[at - 1]]
        return at - 1, 1
    return start, 1


def _is_quantity(plain, at, amount, bound):
    if amount.unit:
        return _is_count(plain, at, amount, bound)
    if plain[amount.end:amount.end + 1] == "强":
        return False
    if amount.over or amount.scale > 1 or bound:
        return amount.written[0] not in "百千万亿" or bool(bound or amount.over)
    if not amount.written[0].isdigit():
        return len(amount.written) > 1 and amount.written[-1] in "百千万亿" and amount.written[0] not in "百千万亿"
    return _is_plain_number(plain, at, amount)


def _is_count(plain, at, amount, bound):
    """A numeral with a measure word is a count, but for the article 一 and the bare 百/千/万."""
    before = plain[at - 1:at]
    if bound or amount.over or amount.written[0].isdigit():
        return True
    if amount.measure_word == "番":
        return "翻" in plain[max(0, at - 2):at]
    if amount.written[0] in "百千万亿" and amount.unit != "percent":
        return False
    if amount.written[0] == "零":
        return False
    if amount.written != "一":
        return True
    if before and before in NEVER_COUNTS_AFTER or plain[max(0, at - 2):at] == "新的":
        return False
    stands_last = plain[amount.end:amount.end + 1] in tuple(",。;、)\n") or amount.end == len(plain)
    return amount.measure_word in OPEN_ENDED or amount.measure_word in POINTED_AT or stands_last or before in ("各", "共")


def _is_plain_number(plain, at, amount):
    """Arabic digits with no measure word: a number after 达/为/共…, a decimal; otherwise a name (832平台)."""
    if LATIN.match(plain, amount.end) or amount.written[0] == "0" and "." not in amount.written:
        return False
    if re.fullmatch(_YEAR, amount.written) or len(amount.written) > 9:
        return False
    return "." in amount.written or "," in amount.written or plain[at - 1:at] in tuple("达到为共计至了是有") 


def _number(value):
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _noun(plain, start, end):
    """The noun counted: the characters right after, or, where none are, right before, up to the nearest verb."""
    following = HAN_RUN.match(plain, end)
    if following and not (verb := VERB.match(following[0])):
        verb = VERB.search(following[0])
        return following[0][:verb.start()] if verb else following[0]
    window = plain[max(0, start - LONGEST_NOUN):start]
    preceding = re.search("[\u4e00-\u9fff]*$", window)[0]
    verbs = [verb.end() for verb in VERB.finditer(preceding)]
    return preceding[verbs[-1]:] if verbs and verbs[-1] < len(preceding) else "" if verbs else preceding


def _name(plain, text, at):
    """What no rule reads: a bare year is a date, anything else a name of the numeral alone."""
    number = NUMBER.match(plain, at)
    end = max(number.end("arabic"), at + 1) if number else at + 1
    if number and number["arabic"]:
        kind = "date" if re.fullmatch(_YEAR, number["arabic"]) else "name"
    else:
        kind, end = "name", max(number.end("han") if number and number["han"] else 0, at + 1)
    return Quantity(at, end, text[at:end], kind)
