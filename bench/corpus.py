"""A newspaper that never was: any number of pieces of about 800 characters, the same ones every time.

Piece n depends on n alone, so that 100 pieces are the first 100 of 100,000. The words are this file's own: sentences of
a district newspaper with gaps, filled from lists and, so that the vocabulary goes on growing as it does in life, from
names put together of some 640 common characters, of which the first are the most frequent. 100,000 pieces hold about
81 million characters.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

TEXT_LENGTH = 740  # characters of the body at least; with the headline group, credits and captions it makes about 800
LAST_DAY = date(2026, 11, 20)
PIECES_OF_A_DAY = 16
REPORTERS = 400

SECTIONS = ("要闻", "时政", "民生", "经济", "文化", "教育", "法治", "社区", "体育", "健康", "乡村", "副刊")
PLACES = """
长椿路 石佛 沟赵 双桥 枫杨 梧桐 河阳 古荥 花园口 祭城 莲湖 柳林 东风渠 龙子湖 金水河 西流湖 须水 岗杜 惠济 中原 望岭
云台 青屏 洛水 白沙 刘集 八里庙 大河村 桐柏 碧沙岗 南阳寨 北闸口 清华园 姚桥 圃田 孟津 宜阳 嵩山 伏牛 淮滨 新密 登封
""".split()
OFFICES = """
区委 区政府 区人大常委会 区政协 区纪委监委 区教育局 区民政局 区卫健委 区住建局 区城管局 区农业农村局 区市场监管局
区生态环境局 区水利局 区应急管理局 区交通运输局 区文旅局 区税务局 区人社局 区退役军人局 区司法局 公安分局 消防救援大队
区总工会 团区委 区妇联 区工商联 区残联 街道办事处
""".split()
TOPICS = """
防汛 抗旱 防汛抗旱 招商引资 乡村振兴 城市更新 老旧小区改造 垃圾分类 营商环境 一老一小 普惠托育 社区食堂 就业服务
助企纾困 安全生产 食品安全 生态保护 河湖治理 污染防治 大气治理 全民健身 非遗传承 文明创建 志愿服务 网格治理 党建引领
基层治理 党风廉政 移风易俗 双减 义务教育 职业教育 科技创新 数字经济 智能制造 跨境电商 夜间经济 文旅融合 粮食安全
高标准农田 秋粮收购 冬小麦播种 森林防火 道路交通安全 禁毒宣传 反诈宣传 医保服务 家庭医生 慢病管理 中医药 健康义诊
疫苗接种 双拥共建 退役军人保障 残疾人帮扶 儿童关爱 养老服务 政务服务 信访化解 人民调解 法律援助 物业管理 电动车充电
停车难 农贸市场改造
""".split()
DEEDS = """
召开专题会议 开展集中整治 举行开工仪式 组织实地调研 签订合作协议 发布工作方案 启动专项行动 举办技能竞赛 组织观摩学习
开展入户走访 举行揭牌仪式 完成年度任务 通过竣工验收 公布第一批名单 开通绿色通道 推出便民举措 建立长效机制 落实包保责任
组建服务专班 打造示范样板
""".split()
THINGS = """
图书馆 体育公园 口袋公园 污水处理厂 幼儿园 小学 养老院 便民服务中心 文化广场 非遗工坊 产业园 物流园 智慧大棚 冷链仓库
健身步道 停车场 公交站 日间照料中心 新时代文明实践站 农家书屋 消防站 水质监测站 充电桩 电梯 排水管网 天然气管道
光伏电站 人才公寓 孵化器 博物馆
""".split()
TRADES = ("科技", "集团", "建设", "食品", "机械", "农业", "文化", "医药")
QUALITIES = "扎实 有序 深入 全面 稳步 加快 持续 精准 高效 有力 及时 主动 广泛 严格 统筹 合力".split()
VERBS = "推进 做好 抓好 提升 落实 完善 优化 巩固 拓展 强化 保障 服务 改善 支持 宣传 检查 规范 带动 激发 守护".split()
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉兰红建国志海燕晓春梅云飞宇浩然子涵欣怡梓轩诗雨思远俊辉鹏"
    "程佳琪雪峰瑞雯嘉宁博一凡天佑若曦清源立新少华永康福生长林振东光明"
)
# Common characters, the most frequent first: names of firms, projects, villages and works are put together of them.
CHARACTERS = (
    "一人大中国上地年会生家方新民天工业区学高长市公水山小金东文明和平安华海德兴福光达同成发万元美永信合泰恒祥瑞丰"
    "盛源通利宝鑫康诚城江河湖云青春秋风林木石火土田园花草竹松柏梅兰菊莲荷桃李杏枣梨果谷麦稻豆米油茶酒糖盐药医书画"
    "琴棋诗词歌舞戏剧影视声音色彩红黄蓝绿白黑紫银铜铁玉珠珍翠珊瑚龙凤虎马牛羊鸡犬鹤鹰雁燕鱼虾蟹蜂蝶蚕丝棉麻布衣帽"
    "鞋袜伞扇灯镜钟表笔墨纸砚刀剑弓箭车船舟桥路街巷村镇乡县州省京都府院馆厅堂楼阁亭台塔寺庙宫殿门窗墙壁柱梁瓦砖沙"
    "泥岩洞泉溪涧潭池塘井渠坝堤岸港湾岛屿峰岭岗坡原野川流日月星辰雨雪霜露雾雷电虹霞晴阴冷暖寒暑冬夏早晚朝夕晨昏古"
    "今昔时代世纪前后左右内外里东南西北远近深浅厚薄宽窄粗细轻重快慢强弱老少男女父母兄弟姐妹夫妻子孙亲友师徒邻居客"
    "主兵将士农商医护警员工匠手头心眼耳鼻口舌齿发须眉面颈肩背胸腹腰臂掌指腿脚骨肉血气力量速度温湿干燥清洁净美丽善"
    "良勇敢勤劳智慧聪敏仁义礼廉耻忠孝节俭谦让和睦团结友爱互助奋斗拼搏开创拓展进取争先领航启航远航腾飞翔宇宙空间太"
    "阳地球世界社会经济政治法律制度规章条例标准质量数量价格成本税费贷款存款股票债券保险基金投资贸易市场消费生产加"
    "工制造建设施工设计研究开放改革试验示范推广应用服务管理监督检查评估审核批准登记注册许可认证检测检验维修保养更"
    "换升级扩容增效节能减排环境绿化美亮净整治修复保护恢复培育繁殖种植养殖收割播施肥灌溉排涝防病虫害灾险救援抢疏散"
    "转移安置补偿赔付捐赠慰问看望关怀照顾陪伴教育培训辅导讲座课堂作业考试成绩毕入升退休就业创失岗位工资福利待遇权"
    "益维护仲裁调解诉讼审判执行侦查拘捕起诉辩护律师证据事实真相公正平透明高效便捷智能数字网络信息技术软硬件芯片算"
    "法模型数据云计算物联网区块链机器自动驾驶无人航空卫星导航雷达激光光伏储氢"
)
WEIGHTS = [1 / (place + 12) for place in range(len(CHARACTERS))]
SENTENCES = (
    "{day}，{office}在{place}{deed}，{quality}{verb}{topic}工作。",
    "记者从{office}了解到，今年以来，{place}共投入资金{money}万元，新建和改造{thing}{count}处，惠及群众{people}人。",
    "“过去{topic}是大家的烦心事，现在{thing}就建在家门口。”{place}居民{name}说，这样的变化让人心里踏实。",
    "据介绍，{firm}项目总投资{money}万元，占地{count}亩，建成后预计年产值{money}万元，可提供就业岗位{count}个。",
    "{office}负责人{name}表示，下一步将围绕{topic}，{quality}{verb}{topic2}，确保各项任务落到实处。",
    "在{place}的{thing}里，工作人员{name}正在为前来办事的群众讲解{topic}政策，{firm}的志愿者也来到现场。",
    "活动现场，{firm}与{firm}签订协议，双方将在{topic}、{topic2}等方面加强合作，实现优势互补。",
    "截至{day}，全区{topic}完成率达到{percent}%，比上年同期提高{percent}个百分点，位居全市前列。",
    "{name}是{firm}的一名技术员，从事{craft}工作已有{few}年，先后获得{honour}等荣誉。",
    "“{craft}是一门细致活，急不得。”{name}一边说，一边把{made}摆放整齐，准备参加{place}的展示。",
    "会议指出，要坚持问题导向，{quality}{verb}{topic}，{quality}{verb}{topic2}，切实把好事办好、实事办实。",
    "会议强调，各单位要提高认识，压实责任，{quality}{verb}{topic}，以{craft}为抓手，推动{topic2}取得实效。",
    "入冬以来，{place}依托{thing}，建起“{brand}”服务站，把{topic}送到群众身边，累计服务{people}人次。",
    "{village}村党支部书记{name}介绍，村里流转土地{money}亩，发展{made}种植，带动{count}户增收，户均年收入增加{money}元。",
    "为解决{topic}难题，{office}建立“{few}+{few}+N”工作机制，由{name}牵头，{office}、{place}{deed}，做到件件有着落。",
    "{few}月{few}日上午{few}时，随着最后一段管线接通，{firm}承建的{thing}正式投用，{place}{people}余名居民受益。",
    "走进{firm}的车间，一条条生产线开足马力，工人们正在赶制发往{village}的{made}，订单已经排到明年{few}月。",
    "{name}告诉记者，{made}从选料到成型要经过{count}道工序，每一道都马虎不得，{craft}更是考验耐心。",
    "{office}还组织{firm}、{firm}等单位开展{topic}知识讲解，发放资料{people}份，接受咨询{count}人次。",
    "夜幕降临，{place}的{thing}灯火通明，{village}的老人们聚在一起唱起《{work}》，笑声传得很远。",
    "在{firm}举办的{brand}杯比赛中，{place}选手{name}以{percent}分的成绩夺得第一名，{name}和{name}分获第二、三名。",
    "根据{office}发布的数据，前{few}个月，{place}实现规模以上工业增加值{money}万元，同比增长{percent}%。",
    "“以前办理{topic}要跑{few}个部门，如今在{thing}一次办成。”{firm}经理{name}对{place}的效率连连称赞。",
    "{name}退休后没有闲下来，他在{village}整理{craft}资料{count}万字，编成《{work}》，分送给{place}的{thing}。",
)
KICKERS = ("{place}{quality}{verb}{topic}", "聚焦{topic}", "我区{verb}{topic}见成效", "新征程·{place}故事", "")
HEADLINES = (
    "{place}{deed}{quality}{verb}{topic}", "{firm}在{place}建成投用", "{topic}让{place}居民得实惠", "{office}{deed}",
    "{name}：把{craft}做到极致", "一座{thing}里的{topic}账", "{village}村：{made}鼓起钱袋子",
    "“{brand}”服务站开到家门口",
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One piece as a newspaper has it; `body` is HTML of the house's vocabulary, `reporters` names in their order."""

    number: int
    day: date
    section: int  # its place in SECTIONS
    kicker: str
    headline: str
    subheading: str
    body: str
    reporters: tuple[str, ...]
    caption: str  # of a picture, or ""
    tags: tuple[str, ...]


def pieces(count: int) -> Iterator[Piece]:
    """The pieces numbered 1 to `count`, the oldest first; the last ones are of LAST_DAY."""
    first_day = LAST_DAY - timedelta(days=(count - 1) // PIECES_OF_A_DAY)
    for number in range(1, count + 1):
        yield piece(number, first_day + timedelta(days=(number - 1) // PIECES_OF_A_DAY))


def piece(number: int, day: date) -> Piece:
    """Piece `number`, of that day."""
    words = _Words(number)
    chance = words.chance
    paragraphs, length = [], 0
    while length < TEXT_LENGTH:
        paragraph = "".join(words.fill(chance.choice(SENTENCES)) for _ in range(chance.randint(1, 4)))
        paragraphs.append(paragraph)
        length += len(paragraph)
    if chance.random() < 0.3:
        paragraphs[0] = f"本报讯 {paragraphs[0]}"
    return Piece(
        number=number,
        day=day,
        section=min(int(chance.expovariate(0.35)), len(SECTIONS) - 1),
        kicker=words.fill(chance.choice(KICKERS)),
        headline=words.fill(chance.choice(HEADLINES)),
        subheading=words.fill("{topic}与{topic2}一起抓") if chance.random() < 0.2 else "",
        body="".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs),
        reporters=tuple(reporter(int(chance.expovariate(0.05)) % REPORTERS) for _ in range(chance.randint(1, 2))),
        caption=words.fill("{place}的{thing}前，{name}在{craft}。") if chance.random() < 0.4 else "",
        tags=tuple(dict.fromkeys(chance.choice(TOPICS) for _ in range(chance.randint(1, 3)))),
    )


def reporter(place: int) -> str:
    """The name of one of the paper's writers, of whom there are REPORTERS."""
    chance = random.Random(f"reporter {place}")
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


class _Words:
    """Fills the gaps of a sentence for one piece."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)

    def fill(self, sentence: str) -> str:
        parts = sentence.split("{")
        filled = [parts[0]]
        for part in parts[1:]:
            gap, rest = part.split("}")
            filled += [self._word(gap), rest]
        return "".join(filled)

    def _word(self, gap: str) -> str:
        chance = self.chance
        if gap in _LISTS:
            return chance.choice(_LISTS[gap])
        match gap:
            case "name":
                return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
            case "firm":
                return self._made_up(2, 4) + chance.choice(
                    ("科技", "集团", "建设", "食品", "机械", "农业", "文化", "医药")
                )
            case "village" | "made" | "craft":
                return self._made_up(2, 3)
            case "work" | "honour" | "brand":
                return self._made_up(3, 5)
            case "day":
                return f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
            case "money":
                return str(chance.randint(30, 90_000))
            case "percent":
                return f"{chance.randint(1, 99)}.{chance.randint(1, 9)}"
            case "people":
                return str(chance.randint(100, 9000))
            case "count":
                return str(chance.randint(3, 300))
            case _:
                return str(chance.randint(2, 12))

    def _made_up(self, least: int, most: int) -> str:
        return "".join(self.chance.choices(CHARACTERS, WEIGHTS, k=self.chance.randint(least, most)))


_LISTS = {
    "place": PLACES, "office": OFFICES, "topic": TOPICS, "topic2": TOPICS, "deed": DEEDS, "thing": THINGS,
    "quality": QUALITIES, "verb": VERBS,
}  # fmt: skip
