"""Tables of what has a numeral and is no quantity, and of the words around a quantity that end or begin its noun."""

from report.quantities.measure_words import words

# What is numbered, not counted: digits after it are a code.
NUMBERED = tuple(words("电话 邮编 代码 编号 平台 微信 信箱 房间 楼 路 道 线 附件 网 版"))

# What calls for a number: digits after it, or after it and a verb of REACHES, are a quantity whose unit is empty.
CALLS_FOR_NUMBER = tuple(words("率 满意度 指数 系数 得分 评分 均分 总分 比重 比值 分值 数值 人数 户数 总数 次数 个数 件数 家数 数量 总量 浓度 满意 级数 均值 知晓度 安全感"))
REACHES = tuple(words("达到 达 为 共计 至 到 共 计 是 有 了"))
# Right behind these verbs digits are counted whatever follows (发放160听), but for codes: digits in CODES (of hotlines, lists of
# universities, roads), or words of CODED behind them. From reports before 2025.
COUNTING = tuple(words("新增 新建 发放 培训 捐赠 采购 销售 安装 建成 完成 栽植 栽种 种植 引进 招收 招录 接收 选派 派出 资助 救助 慰问 走访 惠及 带动 吸纳 转移 投放 购置 配备 改造 减少 增加 签约 处理 化解 办结 受理 查处 开设 制作 生产 举办"))
CODES = words("110 119 120 122 211 318 832 985 996 12306 12315 12345 12348 12378")
CODED = tuple(words("平台 热线 高校 国道 省道 工程 系统 报警 电话 网 线 路 频道"))
# What may stand before the noun right behind a number without a measure word, and the nouns that give its unit (4.87万贫困人口).
NOUN_QUALIFIERS = "贫困 农村 脱贫 搬迁 易地搬迁 建档立卡 低收入 城镇 城乡 困难 受灾 受益 返乡 留守 各族 常住 户籍 流动 参保 就业 外出 老年 青年 农业 基层 一线 中外 国内外 在校 大中专 中小学 高校 应届 乡村 扶贫 机关 企业 退役 优秀 专业 技术 各类 边境 库区 务工"
UNIT_OF_NOUN = {
    "person": "人口 群众 农民 劳动力 学生 教师 干部 党员 职工 居民 游客 妇女 儿童 老人 老年人 残疾人 移民 志愿者 网民 毕业生 大学生 患者 人才 从业者 工人 师生 村民 市民 牧民 官兵 军人",
    "household": "农户 贫困户 脱贫户 搬迁户 低保户 牧户 住户 家庭 农家 困难户",
}

# Phrases and names that begin with a numeral and would pass for a quantity. From reports before 2025.
NAMES = """
一对一 一比一 一次性 一年四季 一家人 一家亲 一把手 一条龙 一条心 一张网 一张图 一本账 一盘棋 一站式 一口清 一股绳 一个样 一件事 一天天
一人之 一年之计 一日游 一岗双责 一大批 一系列 一块儿 一块来
两个维护 两个确立 两个一百年 两个毫不动摇 两步走 两不愁
三个代表 三个区分开来 三个务必 三个全面 三区三州 三区人才 三区 三位一体 三步走 三只松鼠 三番五次 三天两头 三年五载 一年半载 十天半月 十天半个月 三会一课 三支一扶 三农 三道堰 三家村 三元区 三次产业 三次分配 四季
四个意识 四个自信 四个全面 四个伟大 四个不摘 四个服从 四个切实 四个最严 四个革命 四个合格 四个走在前列 四面八方 四方
五个一批 五个一 五位一体 五大连池 五个坚持
六个精准 六个一批 六盘水 八步区 八大处 二七区 二七广场 三八村 三八路 八一镇 七棵松 三块石 五块石 三分区 九口村 八项规定 八步沙 九台区 九三学社 十项全能 十个坚持 十个明确
四周 五花八门 四通八达 十里八乡 七嘴八舌 三大纪律 四大发明 十年寒窗 一天到晚 一年到头 一分一 一部分
"""
# The same as patterns: paired 一 (一户一策, 一核两翼), place names (五台镇), 百企帮百村, 5A and 5G, 7×24小时.
NAME_PATTERNS = (
    r"一(?![十百千万亿点度])[\u4e00-\u9fff]一[\u4e00-\u9fff]",
    r"一[区主核心轴带城廊园中院体县镇线圈极链][二两三四五六七八九十多][\u4e00-\u9fff]",
    r"[一二三四五六七八九十][门台家里道间棵口面方条座顶][镇乡县市山沟湾河峡渠屯岭]",
    r"一[个户人名家件条项处次](?=[不都也没])",
    r"[百千万](?![一二两三四五六七八九十百千万亿零余多把来])[\u4e00-\u9fff][百千万](?![余多元])[\u4e00-\u9fff]",
    r"十分(?!钟|之|钱)",
    r"一度(?!电)",
    r"[2-6][ADGS](?![A-Za-z])",
    r"\d\.\d版",
    r"[57]×(?:24|8|12)(?:小时)?",
    r"(?<=成)千上万",
    r"四处(?=[走奔打寻张求])",
    r"[三四五六七八九十][家座间棵块眼口顶道股门台分亩户条角元][^农乡村城全新美名古镇、，。][村镇乡街]",
    r"[一二三四五六七八九十]{1,2}家子|[一二三四五六七八九]间房(?=[镇乡村])",
)

# Words that end the noun before a quantity (verbs: 建设|扶贫车间|2个) or begin what is no longer the noun after it.
VERBS = """
引进 实现 带动 提供 完成 选派 开展 建设 捐赠 发放 动员 引导 投入 组织 举办 新建 改建 建成 援建 落实 争取 募集 筹集 协调 安排 拨付 帮助 解决 吸纳 转移 销售 签订 签约 达成 达 共 累计 总计 合计
分别 其中 为 有 新增 增加 减少 增长 下降 提高 提升 降低 到位 覆盖 惠及 受益 支持 推动 推进 促进 派出 派驻 接收 接待 走访 召开 创建 打造 设立 成立 给予 奖励 资助 增收 投资 实施 启动 赴 到 在 向 从 由 对 与 和 及 或 并
的 了 等 是 被 将 已 均 各 每 占 比 约 近 超 至 于 以 使 让 来 参加 参与 进行 获得 荣获 申报 扩大 用于 较 同比 全部 后 前 内
"""
