"""Every numeral of a Chinese work report, settled: quantity, date, ordinal or name.

`find_quantities` is the one function to call, `Quantity` what it returns. The tables of words stand in
`measure_words`, `bound_words`, `names` and `characters`; `rules` says what is no quantity; `numerals`, `amounts`,
`bounds`, `units`, `ranges`, `enumerations` and `counts` look things up, `plain` settles the plainest amounts at once; `reader` puts them together. One pass over the text, each decision from
a fixed window around the numeral, so the time taken grows in step with the text's length.

Choices a reader may want to know:

- A numeral is an Arabic or full-width digit, one of 〇零一二两三四五六七八九十百千万亿廿卅卌, or a financial character (壹贰叁…) that
  begins an amount. 半, 双, 几, 数 and 多 alone are none, but are read beside one (两年半, 数百, 十几). Traditional characters
  are read as their simplified forms.
- The span of a quantity holds its sign, its bound words and its measure word (不低于100万元, 零下5℃, 1万余份), and a currency
  named before it where that decides the unit (港币20万元). An ordinal or a date spans the marks that make it one ((一), 第二届,
  2018年). A name spans the numeral, or the set phrase it belongs to.
- 以上/以下/以内 include the number; 超过/不足/不满 exclude it (Civil Code of the PRC, art. 1259). 余 and 多 after a numeral
  (概数, GB/T 15835-2011) are read as open above. A word that closes a side outweighs one that only blurs: 约300多万元 is
  more than 3 million. Of two that close the same side the first counts. 数百 and 几十 are more than one hundred, more than ten.
- A negation turns a bound word round (不得少于, 未超过). 最高 and 最低 right before an amount, or before a verb that gives
  (最高奖励50万元), bound it, but not a temperature.
- 一 with a measure word is an article (作为一项任务, a name) before an abstract noun, and a count where it measures time, money
  or something that can be pointed at (一年, 一名医生), carries a bound, or stands after its noun (各建一个).
- A bare 百/千/万/亿 (百家, 万亩茶园) is a name unless a bound word makes it an amount (近百家, 亿元以上).
- Of numbers in a row with one measure word each takes it where that is certain (分别新建3、5、8个); else all but the last are
  unread (奖励30、40万元, 用三、五年时间).
- A number without a measure word takes its unit from a noun for people or households right behind (4.87万贫困人口), or from the
  share it fell from (由12.3%降至0); its measure word stays empty.
- A number in doubt has no value and the bound `unread`: a malformed numeral (三千万亿千), one that can be read two ways (3万5元,
  三至五百户), digits grouped wrongly (12,5000元), a letter for a digit (1000O元), a deviation (±5%), bound words that contradict
  each other (不足300余人).
- A numeral of more than 30 characters is an identifier: a name.
"""

from report.quantities.quantity import Quantity
from report.quantities.reader import find_quantities

__all__ = ["Quantity", "find_quantities"]
