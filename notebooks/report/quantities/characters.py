"""One writing for each character, one for one, so that positions stay those of the text as given."""

import re

# Traditional characters of the words in the tables beside this module, and their simplified forms.
# By the General List of Simplified Chinese Characters (1964).
TRADITIONAL = (
    "議設備機萬億兩貳參陸個項條種門樣環節領則樁錢塊圓員戶組隊歲週載處點畝場輛臺間頭張筆單歐鎊韓紙幾餘數約達於"
    "過內滿負與對級屆號層書冊顆盞雙噸頃釐鐘時學課鄉鎮區縣國計電溫氣術來類開標將並亞佔侖偉傳傾僅價儀優兒別創劃"
    "劇劑動務勞勵協叢問啓嚴圍園圖團執堅報夠夾宮實專尋導峯峽崗嶺帶幀幟幣幫幹庫廠彎後從復應戲掙掛採換搖撐撥擊擔"
    "據擴攝斷晉晝曉會東棟業極榮構樓檢欄權歸殘決沒淨減測準溝漁濃灣無熱燈爐爭爲爾牀狀獎獨獲現產當發監盤盧碩確碼"
    "磚稅積穩籌籤糧紀納紐終給統經綠維網線編緬緯總績織繩罰羅羣腦臨舉茲莊華蓋藍藝蘭裏補裝裡見規視親觀訂訪許評試"
    "話該認說調談謂講證識護變讓貝貧貨責貸費貼資賓賠賣賬賺購贈趕躍車軸較輪轉轎辦農這連進遊違遠選邊郵鄰醫針銀銅"
    "銖銷錠錯鍋鏈鏡長關陣階際隻雜難頁頂預頻題額顯風養館馬駐驅驗體麥黨齡龍願檔軍職結婦廣錄強訓師畢脫災遷衆"
)
SIMPLIFIED = (
    "议设备机万亿两贰叁陆个项条种门样环节领则桩钱块圆员户组队岁周载处点亩场辆台间头张笔单欧镑韩纸几余数约达于"
    "过内满负与对级届号层书册颗盏双吨顷厘钟时学课乡镇区县国计电温气术来类开标将并亚占仑伟传倾仅价仪优儿别创划"
    "剧剂动务劳励协丛问启严围园图团执坚报够夹宫实专寻导峰峡岗岭带帧帜币帮干库厂弯后从复应戏挣挂采换摇撑拨击担"
    "据扩摄断晋昼晓会东栋业极荣构楼检栏权归残决没净减测准沟渔浓湾无热灯炉争为尔床状奖独获现产当发监盘卢硕确码"
    "砖税积稳筹签粮纪纳纽终给统经绿维网线编缅纬总绩织绳罚罗群脑临举兹庄华盖蓝艺兰里补装里见规视亲观订访许评试"
    "话该认说调谈谓讲证识护变让贝贫货责贷费贴资宾赔卖账赚购赠赶跃车轴较轮转轿办农这连进游违远选边邮邻医针银铜"
    "铢销锭错锅链镜长关阵阶际只杂难页顶预频题额显风养馆马驻驱验体麦党龄龙愿档军职结妇广录强训师毕脱灾迁众"
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
    "≥": "≧⩾",
    "≤": "≦⩽",
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
