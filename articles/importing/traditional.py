"""Traditional characters, as a Big5 page has them: patterns are written in simplified ones, so lines are read folded.

`fold(text)` changes no length, so that every place found in it is the same place in what was printed. What is kept
(text, headline, names, byline as printed) is always the printed form: `as_printed` gives names back theirs.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .records import Byline, Credit

# The characters of labels, datelines, furniture and surnames; others need no folding to be read.
_PAIRS = (
    "記记報报訊讯員员攝摄圖图電电聯联編编輯辑責责對对審审終终製制據据導导專专題题綜综閱阅實实習习觀观約约駐驻級级"
    "軍军體体視视頻频網网華华國国時时發发寫写採采訪访譯译統统籌筹劃划監监總总簽签設设計计組组學学長长歲岁後后為为"
    "會会議议強强調调無无與与從从獲获現现場场號号週周農农曆历頁页熱热線线話话傳传郵邮廣广價价訂订來来載载轉转說说"
    "單单職职業业創创務务團团隊队經经濟济財财灣湾臺台東东動动態态際际陸陆區区縣县鎮镇鄉乡處处館馆廠厂聞闻間间門门"
    "開开關关閉闭讀读書书評评論论資资協协稱称試试請请點点擊击應应該该還还這这過过個个們们種种樣样風风壯壮滿满並并"
    "雙双張张陳陈劉刘楊杨趙赵吳吴孫孙馬马羅罗鄭郑謝谢韓韩馮冯蕭萧鄧邓許许蘇苏盧卢賈贾葉叶閻阎鍾钟鐘钟譚谭鄒邹萬万"
    "錢钱湯汤嚴严溫温龐庞顏颜賴赖龔龚喬乔賀贺蔣蒋呂吕範范黃黄駱骆聶聂叢丛畢毕鮑鲍歐欧陽阳諸诸偉伟麗丽龍龙蘭兰齊齐"
    "畫画樂乐寧宁慶庆義义簡简項项嶽岳岡冈藍蓝錄录優优邊边幹干於于雲云靈灵鳳凤齡龄銀银鋼钢鐵铁將将軒轩輝辉備备復复"
    "頭头黨党兩两側侧僑侨決决況况別别辦办勞劳衛卫歷历壓压參参圍围圓圆聲声婁娄尋寻壽寿層层屬属師师莊庄庫库慣惯戲戏"
    "戰战戶户執执掃扫揚扬護护數数舊旧顯显晉晋術术機机雜杂權权條条標标欄栏樹树橋桥檢检樓楼匯汇漢汉瀏浏塗涂濤涛灘滩"
    "災灾愛爱獨独獻献暢畅蓋盖盤盘確确碼码礦矿矯矫離离竇窦筆笔紀纪納纳紙纸練练給给績绩續续纜缆緣缘縛缚縮缩繆缪肅肃"
    "勝胜腦脑藝艺節节蘆芦蒼苍榮荣薦荐營营薩萨薊蓟藺蔺蠻蛮裝装見见覽览覺觉譽誉認认講讲詢询語语談谈諶谌謊谎貢贡貫贯"
    "賁贲貼贴費费賠赔輛辆轅辕轄辖達达運运遠远連连遲迟適适鄔邬鄺邝郟郏酈郦釋释裡里裏里欽钦鈕钮鏈链鎖锁鋒锋鍵键閆闫"
    "閔闵閭闾闕阙闞阚隨随靜静韋韦顧顾頓顿預预額额飛飞饒饶驗验駟驷魯鲁鮮鲜鳥鸟鴻鸿麥麦島岛氣气雖虽"
)
_FOLDED = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


def fold(text: str) -> str:
    """The text with traditional characters of labels and names as their simplified ones, of the same length.

    >>> fold("本報訊（記者 陳大文）")
    '本报讯（记者 陈大文）'
    """
    return text.translate(_FOLDED)


def as_printed(byline: Byline, printed: str) -> Byline:
    """The byline that was read in the folded text, with the names and organisations of the printed one."""
    compact = re.sub(r"\s", "", printed)
    folded = fold(compact)
    if folded == compact:
        return byline

    def restored(words: str) -> str:
        at = folded.find(words)
        return compact[at : at + len(words)] if words and at >= 0 else words

    def credit(one: Credit) -> Credit:
        return replace(one, name=restored(one.name), organisation=restored(one.organisation))

    alternatives = tuple("、".join(restored(name) for name in other.split("、")) for other in byline.alternatives)
    return replace(byline, credits=tuple(credit(one) for one in byline.credits), alternatives=alternatives)
