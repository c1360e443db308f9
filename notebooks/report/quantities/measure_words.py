"""Tables of measure words: what counts in which unit, and where a word is no measure word.

A table with `words` beside each key holds them apart by spaces. The words come from provincial, county and pairing
reports before 2025 and from GB 3100 (units of measurement); currency codes are ISO 4217.
"""


def words(spaced):
    return frozenset(spaced.split())


def by_word(table):
    """{word: key} of a table {key: words}."""
    return {word: key for key, spaced in table.items() for word in spaced.split()}


# Normalised unit -> the measure words that count in it. Decides `unit` and `measure_word`. The commonest come first: words are
# tried in this order (first characters, by sixteens).
MEASURE_WORDS = {
    # things
    "item": "个 项 件 大 条 种 类 门 款 套 样 方面 环节 领域 则 道 桩 桩件 件次 项次 个次 个(次) 只(次) 件(次) 宗地 个(项) 项(次) 个(家) 个(处)",
    # money
    "CNY": "元 圆 元人民币 人民币 块钱 块人民币 角 角钱 毛 毛钱 分钱",
    "USD": "美元 美金 美圆", "HKD": "港元 港币 元港币", "EUR": "欧元", "JPY": "日元 日圆 日币", "GBP": "英镑", "KRW": "韩元 韩币", "MOP": "澳门元 澳门币 元澳门币",
    # people and the bodies they form
    "person": "人 名 口人 号人 员",
    "person_time": "人次 人(次)", "person_day": "人天 工日 人日", "person_hour": "工时",
    "household": "户 家庭", "household_time": "户次 户(次)",
    "organisation": "家 部门", "organisation_time": "家次", "team": "支 组 队", "shop": "店",
    # shares and changes
    "percent": "%", "per_mille": "‰", "percentage_point": "百分点 个百分点", "basis_point": "个基点 基点", "tenth": "成", "times": "倍",
    "doubling": "番", "discount": "折",
    # of several units: UNIT_BY_CONTEXT decides
    "unclear": "块 台 度 点 张 位 部",
    # time
    "year": "年 周年 年度 载 个年头 个年度", "quarter": "个季度", "season": "季", "month": "个月", "week": "周 个星期 个周 星期",
    "day": "天 日 个工作日 工作日 昼夜", "hour": "小时 个小时 个钟头", "minute": "分钟", "second": "秒 秒钟", "millisecond": "毫秒",
    "class_hour": "学时 课时 个学时 个课时", "credit": "学分 个学分", "school_year": "学年 个学年", "age_year": "岁 周岁", "term": "个学期 学期", "century": "个世纪", "ten_days": "旬",
    # length, area, volume, weight
    "km": "公里 千米 km KM Km ㎞", "m": "米 延米 m", "cm": "厘米 公分 cm CM ㎝", "mm": "毫米 mm MM ㎜", "mmHg": "毫米汞柱 mmHg", "um": "微米", "nm": "纳米", "nautical_mile": "海里", "li": "里 华里",
    "mile": "英里", "foot": "英尺", "inch": "英寸", "zhang": "丈", "chi": "尺", "cun": "寸",
    "mu": "亩 亩次", "hectare": "公顷 hm² hm2 ㏊ 公顷次", "km2": "平方公里 平方千米 km² km2 ㎢", "m2": "平方米 平米 平方 平 ㎡ m² m2", "cm2": "平方厘米",
    "m3": "立方米 立方 方 m³ m3 ㎥", "litre": "升 公升 L", "ml": "毫升 ml ML",
    "tonne": "吨 公吨 t", "kg": "公斤 千克 kg KG Kg ㎏", "jin": "斤 市斤", "g": "克 g", "mg": "毫克 mg ㎎", "microgram": "微克", "pound": "磅", "ounce": "盎司",
    "dan": "担", "deadweight_ton": "载重吨", "gross_ton": "总吨", "teu": "标箱 标准箱 TEU", "gallon": "加仑",
    "tonne_km": "吨公里", "person_km": "人公里", "vehicle_km": "车公里",
    "ug_per_m3": "微克/立方米 微克每立方米", "mg_per_l": "毫克/升 毫克每升",
    # energy and technology
    "kWh": "千瓦时 度电 kWh KWh KWH kwh", "MWh": "兆瓦时", "kW": "千瓦 kW KW", "MW": "兆瓦 MW", "GW": "吉瓦 GW", "W": "瓦", "kVA": "千伏安 kVA", "MVA": "兆伏安",
    "kV": "千伏 kV", "V": "伏", "celsius": "摄氏度 ℃ °C", "fahrenheit": "华氏度 ℉ °F", "Mbps": "Mbps 兆", "Gbps": "Gbps", "KB": "KB", "MB": "MB", "GB": "GB", "TB": "TB", "PB": "PB",
    "hertz": "赫兹 赫 Hz", "kHz": "千赫 千赫兹 kHz", "MHz": "兆赫 兆赫兹 MHz", "GHz": "吉赫 吉赫兹 GHz", "decibel": "分贝 dB",
    "GWh": "吉瓦时 GWh", "MPa": "兆帕 MPa", "horsepower": "马力 匹马力", "kcal": "千卡 大卡", "pixel": "像素", "tce": "吨标准煤 吨标煤", "flops": "P EFlops", "degree": "°",
    # events and actions
    "time": "次 遍 回 轮 轮次 趟 频次", "event": "场 场次 场(次)", "batch": "批 批次", "session": "期 届 堂 节 班次 期次",
    "ride": "车次 航次 班 列 列次 架次 艘次 航班 标准车次", "case": "例 例次 起 宗 案", "deal": "笔 单 票",
    # administrative areas
    "province": "省 省份 省区", "city": "市 地市 市州", "county": "县 县市 县区 区县 旗", "district": "区", "town": "镇 乡镇 乡 街道 镇街 镇乡",
    "village": "村 村庄 自然村 行政村 社区", "prefecture": "州", "country": "国", "place": "处 地 点位 站 网点",
    # kinds and copies of things, animals, plants, vehicles, buildings
    "kind": "品种 品类 大类 小类", "copy": "份 册 本 篇 幅 期刊 卷 集 首 封 帧 条次 份(次) 册(次) 页 版",
    "head": "头 只 匹 羽 尾 峰 口 蜂箱 头只 头(只) 只羊单位 羊单位", "plant": "株 棵 穴 丛 棒 袋 筒",
    "vehicle": "辆 艘 架 辆次 台次", "machine": "台套 台(套) 部(台) 套(台) 台件", "building": "栋 幢 座 间 所 孔 层 院 厂 库 棚",
    "seat": "座位 席 席位 床 张床位 床位 学位 泊位 车位 工位 蹲位 个床位", "bed_day": "床日", "piece": "面 片 枚 根 盏 支笔 把 顶 双 对 副 盒 箱 瓶 包 桶 捆 扇 杆 眼 "
    "粒 束 串 滴 剂 剂次 针 针次 针剂 人份 张次 颗 盆 挂 台阶 车 股 手 桌 筐 罐 朵 盘 杯 碗 圈 段 句 节课 组件 锭",
    "job": "岗 岗位", "point": "分", "level": "级", "step": "步", "rank_place": "位次 名次", "chinese_character": "字",
    # currencies that are rare here
    "TWD": "新台币 台币 元新台币 元台币", "RUB": "卢布 俄罗斯卢布", "AUD": "澳元 澳大利亚元 澳币", "CAD": "加元 加拿大元 加币", "SGD": "新加坡元 新元 新币", "NZD": "新西兰元 纽元", "CHF": "瑞士法郎 瑞郎",
    "SEK": "瑞典克朗", "NOK": "挪威克朗", "DKK": "丹麦克朗", "PHP": "菲律宾比索", "BRL": "雷亚尔 巴西雷亚尔", "IDR": "印尼盾 印度尼西亚盾", "AED": "迪拉姆", "ZAR": "兰特", "PKR": "巴基斯坦卢比", "MMK": "缅元 缅币", "LAK": "基普", "MNT": "图格里克",
    "THB": "泰铢", "VND": "越南盾 越盾", "KZT": "坚戈", "MYR": "林吉特 马来西亚林吉特", "INR": "印度卢比",
}

# Measure words of several units: measure word -> (unit, words right after it, words up to ten characters before in the
# clause, words right before), tried in order, those after first. Where none is found the unit is that of UNIT_ELSE, or `unclear`.
UNIT_BY_CONTEXT = {
    "块": (
        ("CNY", "", "价 售 卖 花了 付 收费 赚 挣 补贴 每斤 每份 每亩 租 成本 便宜 工钱 人民币 罚 票"),
        ("piece", "地 田 农田 林 牌 匾 碑 板 展 屏 砖 石 宣传 标 图斑 玻璃 公示 绿 菜 试验 水 显示 区 布 电 光伏 场 土 奖 金 银 铜 硬 阵", "地块 牌子 展板 牌匾 奖牌 石碑 宣传栏 标牌 显示屏"),
    ),
    "台": (
        ("machine", "手术机器人 手术床 手术灯 手术显微镜 手术台 手术设备", "手术机器人 手术床 手术灯 手术显微镜 手术设备"),
        ("operation", "手术 微创 复杂手术 高难度 三四级 四级 白内障 介入 剖宫产", "手术"),
        ("event", "晚会 大戏 戏 演出 节目 剧 文艺 秦腔 好戏 歌舞", "演出 晚会 大戏"),
        ("machine", "机 车 设备 器 仪 泵 炉 灯 电 空调 终端 风 发电 变 挖 水 农 拖拉 收割 医 救护 呼吸 锅 装 客 货 轿 新能源 公交 充 工 摄 服 健身 消 净 物 彩 CT B超 X光 ATM",
         "设备 监控 摄像 CT B超 彩超 X光 电脑 空调 电视 终端 电梯 农具 车 机 器 仪 泵"),
    ),
    "度": (
        ("kWh", "", "电 能耗 发 负荷"),
        ("celsius", "高温 低温 水温", "气温 温度 高温 低温 室温 水温 体温 温差 升温 降温 夜间 零下 零上 摄氏 温控 车间 库温 冷"),
        ("degree", "角 弯 坡 倾 夹角 视角 全景 无死角 视野 旋转", "角 转 倾 东经 西经 北纬 南纬 坡度 经度 纬度 弯 拍摄 视野"),
    ),
    "点": (
        ("item", "意见 建议 要求 体会 经验 措施 内容 启示 做法 希望 看法 思考 认识 感受 原因 共识 问题 想法 工作 具体 主要 不足 指示 说明 收获 倡议 打算", "讲了 提出 如下 归纳为 概括为 谈了 以下"),
        ("place", "分布 监测 采样 供", "网 监测 采样 检测 站 教学 设 检查 观测 供水 服务 安置 销售 易地 停车 充电 取水 布"),
    ),
    "张": (
        ("seat", "床 病床 护理床 养老床 重症", "床"),
        ("piece", "桌 课桌 书桌 餐桌 办公桌 椅 课椅 沙发 凳 网 嘴 弓 台 防护网 渔网 膜 皮", "桌 椅 凳 网"),
        ("copy", "图 照 证 票 卡 纸 奖 海报 表 传单 处方 单 报 券 明白 清单 发票 宣传 蓝图 规划 试卷 X光 CT 影像 老照片 执照 牌照",
         "图 照 证 票 卡 纸 奖状 表 处方 单 报 券 资料 影像"),
    ),
    "部": (
        ("machine", "手机 电话 电梯 对讲机 相机 设备 机 车", "手机 电话 电梯 对讲机 电视 相机 设备"),
        ("copy", "法 规 书 剧 片 作品 著 专著 教材 影 条例 图书 纪录 电视剧 长篇 小说 宣传 志 乡土 年鉴 章程",
         "法 规 书 剧 片 作品 著 教材 影 条例 年鉴 志 小说 章程"),
    ),
    "位": (("person", "人 名 教 老 专 干 学 选 代 群 医 护 村 居 农 党 书 劳 技 同 领 工 院 博 硕 负 带 贫 残 乡 致 客 家 青 新 优", ""), ("rank_place", "", "", "上升 提升 前移 跃升 前进 晋升 攀升 下降 后移 下滑 后退 提高 进位 提前"),),
}
# The unit where nothing around tells: without it, `unclear`.
UNIT_ELSE = {"位": "person"}
# What stands behind a stroke and is no measure word (部/百人, 吨标准煤/万元), and the unit it gives.
RATES = {"月": "month", "日": "day", "d": "day", "h": "hour", "min": "minute", "s": "second", "百人": "100_person", "千人": "1000_person", "万人": "10000_person", "百户": "100_household", "万元": "10000_CNY", "亿元": "100000000_CNY"}
# Behind these 3个点 are percentage points; elsewhere things (a decimal of them always are).
CHANGES = words("增长 提高 提升 上升 下降 降低 回落 高出 高于 低于 快于 收窄 上浮 下浮")

# Measure word : what may not follow it, because there it begins another word (140户 but 户籍).
NOT_BEFORE = dict(entry.split(":") for entry in words("""
人:民才 大:型量幅队堡湾号庄 项:目 家:庭 户:籍口 分:别之公成 年:级 成:功立为果员效就绩品熟型群 元:旦件素 度:假 方:案式便法向针 支:持付撑柱书
所:谓得 对:口于象 处:理置罚 周:边围末转 面:积向临 次:性 本:地科土身 口:岸碑粮 组:织建 台:湾账 部:分委署队 区:域级委块别直 市:场民级委直
县:级委域直城长道 省:级委直道 村:民委级道 乡:亲土村道 点:多击 克:服 包:括含装 间:接隔 层:面次级 条:件例 批:准复 期:间末望待限 单:位独个一 起:来到步草
例:如会 场:地所馆面 座:谈 轮:换流车驱椅 节:约能日水气 把:握手关 班:子组 地:方区级处位震 站:式 国:家有内际道 只:要能 架:构设 车:间辆站 股:份东权 位:置于数
员:工 步:行 队:伍员 集:中体聚团成约 里:面 字:号 院:长士 卷:入 列:入为 回:族 双:方 剂:量 样:板本品 道:路德 案:件例 首:次批 库:存区 版:本 平:均台安衡稳
季:度节 旗:帜下 州:府 桌:面 担:任当保 页:面 头:部 厂:房区 升:级至 瓦:房 票:据 孔:子 块:状 赫:然 圆:满 角:度 伏:天
"""))

# Measure words read after Arabic digits only: after a character numeral they belong to names (三里屯, 四方, 一级).
ARABIC_ONLY = words("丈 尺 寸 旬 罐 朵 盘 杯 碗 圈 段 句 星期 里 角 平 峰 方 道 手 点位 站 地 国 队 员 店 院 厂 库 棚 班 列 票 单 案 兆 瓦 伏 P m t g L 字 样 席 则 旗 州 面 孔 赫")

# Areas: right after a character numeral and behind a Chinese character they are names (新华二村), but for 两 and counts in a row.
AREAS = words("村 社区 区 场 镇 乡")

# 二 counts before these alone; elsewhere 两 does, and 二 numbers (二级, 二门).
COUNTED_BY_ER = words("个 名 年 项 人 天 倍 种 周 亩 吨 米 公里 厘米 毫米 平方米 公斤 斤 升 元 角 秒 小时")

# Measure words of time, money and size: 多/余/半 may follow them (三年多), and 一 before them is a count (一年).
OPEN_ENDED = words("年 个月 个小时 小时 天 周 分钟 秒 秒钟 公里 里 米 厘米 毫米 千米 元 圆 角 美元 港元 欧元 日元 英镑 块钱 角钱 毛钱 分钱 倍 岁 周岁 吨 亩 斤 公斤 千克 克 升 毫升 "
                   "平方米 平方公里 立方米 公顷 成 个世纪 个学期 番 % 百分点 个百分点 个星期 周年 载 千瓦时 度电 千瓦 兆瓦 摄氏度 ℃ 海里 个季度")

# Measure words of things one can point at: 一 before them is a count even with the noun behind (一名医生).
POINTED_AT = words("名 人 户 所 座 家 台 辆 栋 幢 间 株 处 人次 亩次")
# Before these 一 is a count where it stands after its noun (各建一个) or behind a verb that says so (建成一个车间).
POSTPOSED = words("个 项 次 份 件 支 条 套")
COUNTED_AFTER = tuple(words("建成 新建 建设 援建 改建 引进 引入 设立 设置 成立 召开 开展 举办 组织 签订 购置 捐赠 创建 各 共 仅 有"))
# A numeral 一 after these is no count: 统一, 唯一, 之一, 这一年, 不漏一户.
NEVER_COUNTS_AFTER = tuple(words("统 唯 单 之 逐 同 某 这 那 每 任 另 专 不 首 划 跑 无 落 漏 新的"))

# Measure words of which there is no half: at the start of a line 2.3个 is the heading 2. and three of them.
WHOLE_ONLY = words("家 名 户 人 位 所 支 座 个 项 条 件 场 次 批 村 县 镇 乡 辆 台")

# Units that a sign may stand before, and units of time: 内 behind them is a bound, and they have no noun.
SIGNED_UNITS = words("ratio percent per_mille percentage_point celsius fahrenheit degree CNY USD HKD EUR JPY m cm mm km times unclear")
TIME_UNITS = words("year quarter month week day hour minute second century term")
