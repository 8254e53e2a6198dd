/* Stories of 如东县 (the column 民情直通, studios) and of 长江镇 (wishes of
 * four kinds).  Everybody in them is invented. */
#include "main/demo.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

/* ---- 如东县 ------------------------------------------------------------ */

static const struct demo_matter RUDONG[] = {
    {.ago = 322, .station = "rd.掘港", .kind = "problem",
     .area = "320623001001", .title = "电动自行车天天推进电梯，住高层的人害怕",
     .body = "我们楼有二十几层，每天都有人把电动自行车推进电梯，在家里充"
             "电。上个月楼上有一块电池冒烟，幸亏发现得早。贴告示没有用，"
             "希望有个管得住的办法。",
     .spot = "盐垣社区高层住宅", .person = "卞青",
     .steps = STEPS(
         ACCEPT(1, "rd-wujie", "公共安全/消防"),
         NOTE(1, "rd-wujie", "本月第三件同类反映，请代表优先看。"),
         CLAIM(2, "rd-gumin"),
         NOTE(9, "rd-gumin", "和物业一起数了两个晚上：三部电梯进了十七辆车"
              "，多数是为了充电。楼下车棚插座不够是真原因。"),
         DISPATCH(11, "rd-heguang", "rd.消防", 60,
                  "请牵头，住建、物业配合，高层住宅一并解决。"),
         REPLY(69, "rd-xiaofang", "A",
               "全县高层住宅的电梯已全部装上电动自行车阻止装置，共 1648 "
               "套；楼下车棚同步增加了充电插口。装置由物业每月检查一次。",
               "分小区验收表，合计 1648 套；抽查三十部电梯均有效。"),
         RATE(72, "satisfied", "试了一下，车推进去电梯门就不关，管用。"),
         PUBLISH(75, "rd-wujie", "高层住宅电梯装上电动自行车阻止装置",
                 "有群众反映电动自行车进电梯、在家充电不安全。代表入户察看"
                 "后交消防部门牵头办理。",
                 "全县高层住宅电梯已装阻止装置 1648 套，车棚增加了充电插"
                 "口。"))},
    {.ago = 296, .taker = "rd-liuyang", .channel = "visiting",
     .kind = "problem", .area = "320623001203",
     .title = "两家屋檐水淌到一处，吵了半年",
     .body = "东边人家翻建后屋檐多出一截，下雨水全淌到西边墙根，墙都返潮"
             "了。两家老人已经不说话，村里劝过一次没劝成。",
     .spot = "三桥村五组", .person = "成大爷",
     .steps = STEPS(
         ACCEPT(0, "rd-wujie", "调解/邻里"), CLAIM(1, "rd-liuyang"),
         NOTE(4, "rd-liuyang", "请了法官一起到场，先量尺寸再说话。"),
         REPLY(8, "rd-liuyang", "A",
               "六日上午两家一起看了现场，东家加装了檐沟，把水引到自家排水"
               "沟；西家墙根由东家出料修补。两家签了调解协议。",
               "调解协议一份，工作室存档；雨后回访墙根已干。"),
         RATE_BY(10, "rd-wujie", "satisfied", "电话回访，双方都认可。"),
         PUBLISH(11, "rd-wujie", "一条檐沟，化解两家半年心结",
                 "两户邻居因屋檐排水闹矛盾，代表工作室邀请法官上门调解。",
                 "加装檐沟后水不再淌到邻家，双方签了协议。"))},
    {.ago = 262, .taker = "rd-fengqiu", .channel = "event", .kind = "wish",
     .area = "320623107001", .title = "阅览室能不能有几本大字书",
     .body = "眼睛花了，小字看不动，来阅览室只能翻翻画报。要是有几本大字"
             "的，讲讲养生、讲讲古，我们几个老姐妹天天来。",
     .spot = "市河社区阅览室", .person = "桑奶奶",
     .steps = STEPS(
         ACCEPT(1, "rd-zhoulan", "教育文化/阅读"), CLAIM(1, "rd-fengqiu"),
         REPLY(13, "rd-fengqiu", "A",
               "新到大字书四十二本，放在靠窗第一排书架；另外备了六副老花"
               "镜和一个放大镜，坐下就能用。", "图书登记单，书架照片。"),
         RATE(15, "satisfied", "字大，灯也亮，蛮好。"))},
    {.ago = 231, .taker = "rd-gumin", .channel = "event", .kind = "wish",
     .area = "320623001002", .title = "想让孩子参加周六的故事会",
     .body = "双休日我们都上班，孩子一个人在家看手机。听说有老师带着孩子"
             "讲故事、演故事，想报名，不知道收不收外来务工的孩子。",
     .spot = "古池社区", .person = "穆女士",
     .steps = STEPS(
         ACCEPT(2, "rd-wujie", "教育文化/阅读"), CLAIM(2, "rd-gumin"),
         REPLY(6, "rd-gumin", "A",
               "收的。故事会不分户籍，每周六下午两点开始，已给孩子留了座位"
               "。第一次请家长陪同，带一本喜欢的书就行。",
               "报名表，首次活动签到。"),
         RATE(14, "satisfied", "孩子回来讲了一路。"))},
    {.ago = 204, .taker = "rd-sunlei", .channel = "visiting",
     .kind = "problem", .area = "320623107213",
     .title = "稻田东头的渠道堵了，栽秧没有水",
     .body = "六十多亩田靠这一条渠，去年修路的土塌在渠里，水到不了东头。"
             "眼看要栽秧，大家轮流用水泵抽，一天光电费就不少。",
     .spot = "潮南村东头支渠", .person = "缪老板",
     .steps = STEPS(
         ACCEPT(0, "rd-zhoulan", "农牧/水利"),
         DISPATCH(1, "rd-shenping", "rd.住建", 15,
                  "土是修路时塌下来的，请先核实。"),
         HAND_BACK(4, "rd-zhujian",
                   "该路段由水利部门配套施工，渠道清淤也归水利，建议改交水"
                   "利局办理。"),
         DISPATCH(5, "rd-shenping", "rd.水利", 10, "栽秧在即，请先通水。"),
         REPLY(11, "rd-shuili", "A",
               "已清淤三百二十米，塌方处加了挡板，九日晚上水到东头。入冬后"
               "再做护坡。", "清淤前后照片，村委会签字的通水记录。"),
         RATE(12, "satisfied", "秧栽上了。"),
         PUBLISH(14, "rd-zhoulan", "支渠清淤，六十亩秧田通了水",
                 "栽秧前渠道淤塞，东头稻田用不上水。",
                 "水利部门清淤三百二十米，栽秧前已通水。"))},
    {.ago = 168, .taker = "rd-wujie", .channel = "sitting",
     .kind = "opinion", .area = "320623001003",
     .title = "老城停车难，建议弄清到底缺多少车位",
     .body = "车越来越多，位子就那么些，晚上回来绕三圈停不下。有的单位院"
             "子下班后空着。建议把全县的车和车位算清楚，能错时开放的先开"
             "放，收费标准也讲明白。",
     .spot = "灯塔社区周边", .person = "郁先生",
     .steps = STEPS(
         ACCEPT(1, "rd-wujie", "城乡建设/停车充电"), CLAIM(2, "rd-liuyang"),
         NOTE(10, "rd-liuyang", "在阅览室对着省里收费办法和市里停车条例逐"
              "条看过，错时共享有依据。"),
         DISPATCH(12, "rd-heguang", "rd.城管", 45, "列入一问一策。"),
         REPLY(55, "rd-chengguan", "B",
               "初步摸底：全县汽车约 14 万辆，车位约 4.5 万个，其中公共车位"
               "不足 8000 个。第一批十一个单位的院子已同意夜间开放，明年再"
               "建两处停车场。", ""),
         RATE(58, "basic", "先开了一批，盼后面的也快些。"),
         PUBLISH(60, "rd-wujie", "老城停车：先把账算清，再分步解决",
                 "群众建议摸清车位底数、开放单位院子。",
                 "十一个单位夜间开放车位，明年新建两处停车场。"))},
    {.ago = 120, .station = "rd.掘港", .kind = "problem",
     .area = "320623001004", .title = "单位拖欠加班费，已经打官司了还能反映吗",
     .body = "我和原单位为加班费的事已经申请仲裁，下个月开庭。我想请代表"
             "帮忙催一催，让结果早点出来。", .spot = "",
     .person = "钮女士", .is_secret = true,
     .steps = STEPS(REFUSE(1, "rd-wujie", "lawsuit",
         "您的事已进入仲裁，代表不能过问个案怎么裁。需要法律援助，可以带"
         "身份证到县法律援助中心申请，不收费；进度请问仲裁院立案窗口。"))},
    {.ago = 97, .taker = "rd-zhoulan", .channel = "hotline",
     .kind = "problem", .area = "320623107202",
     .title = "村口的广场舞音响太响，孩子写不了作业",
     .body = "每天晚上七点到九点半，两支队伍比着放音乐，窗户关了也听得见"
             "。不是不让跳，能不能小声一点、早一点结束。",
     .spot = "马西村文化广场", .person = NULL,
     .steps = STEPS(
         ACCEPT(1, "rd-zhoulan", "环境保护/噪声"), CLAIM(2, "rd-fengqiu"),
         REPLY(9, "rd-fengqiu", "A",
               "和两支队伍坐下来谈好了：音响换到广场北头，朝着河；晚上八点"
               "半结束，中考高考那几天停跳。", "双方签名的约定贴在广场上。"),
         RATE_BY(20, "rd-zhoulan", "satisfied", "回电，现在听不见了。"),
         PUBLISH(24, "rd-zhoulan", "两支广场舞队伍约好八点半结束",
                 "热线反映村口广场舞音响太响。",
                 "音响换了方向，晚上八点半结束，考试期间停跳。"))},
    {.ago = 61, .station = "rd.掘港", .kind = "problem",
     .area = "320623001001", .title = "小区垃圾桶满了没人收，夏天一股味",
     .body = "三号楼旁边的四个桶，两天才收一次。旁边就是老人晒太阳的地方"
             "，苍蝇多，味道大，希望收得勤一点，最好冲一冲。",
     .spot = "盐垣社区三号楼旁", .person = "晏阿姨",
     .steps = STEPS(
         ACCEPT(1, "rd-wujie", "环境保护/垃圾"),
         DISPATCH(2, "rd-heguang", "rd.城管", 10, "请查收运次数。"),
         REPLY(9, "rd-chengguan", "A",
               "已要求收运单位每天收一次，并清洗了垃圾桶。",
               "收运单位的整改回执。"),
         RATE(15, "dissatisfied",
              "头三天天天来，第四天起又是两天一次，桶也没有再冲。"),
         NOTE(16, "rd-wujie", "到现场看了，情况属实，请重新安排。"))},
    {.ago = 33, .taker = "rd-wujie", .channel = "hotline",
     .kind = "problem", .area = "320623001003",
     .title = "学校门口放学堵成一团，救护车都过不去",
     .body = "下午四点半到五点，家长的车停两排，昨天有一辆救护车按了好久"
             "喇叭才过去。能不能划出接送区，错开年级放学。",
     .spot = "灯塔社区小学门口", .person = "路先生",
     .steps = STEPS(
         ACCEPT(1, "rd-wujie", "公共安全/交通"),
         DISPATCH(3, "rd-heguang", "rd.城管", 20,
                  "请会同学校、交警，先拿出划线方案。"),
         PUBLISH(5, "rd-wujie", "校门口放学拥堵，划线方案在做",
                 "放学时段校门口拥堵，救护车也难通过。", ""),
         NOTE(18, "rd-chengguan", "方案已画好，等学校确认错峰时间。"))},
    {.ago = 19, .station = "rd.马塘", .kind = "opinion",
     .area = "320623107001", .title = "建议河边步道装几张长椅",
     .body = "河边步道修得很好，就是走累了没有地方坐。建议隔两三百米放一"
             "张长椅，不用多好，能靠背就行。", .spot = "市河社区河边步道",
     .person = "邵师傅",
     .steps = STEPS(ACCEPT(1, "rd-zhoulan", "城乡建设/道路"),
                    CLAIM(8, "rd-fengqiu"),
                    NOTE(9, "rd-fengqiu", "和社区走了一遍，定了五个点。"))},
    {.ago = 12, .station = "rd.掘港", .kind = "problem",
     .area = "320623001207", .title = "虹桥村路口没有反光镜，拐弯看不见车",
     .body = "路口两边是围墙，骑车出来看不见大路上的车，这个月已经碰了两"
             "回。装一面反光镜就能解决。", .spot = "虹桥村南路口",
     .person = "阚先生",
     .steps = STEPS(ACCEPT(1, "rd-wujie", "公共安全/交通"))},
    {.ago = 8, .station = "rd.掘港", .kind = "problem",
     .area = "320623001002", .title = "想装充电桩，物业说没有位置",
     .body = "我有固定车位，也写了申请，物业总说电容量不够、没有位置，一"
             "直不给盖章。想请代表问问到底行不行。",
     .spot = "古池社区", .person = "邰先生",
     .steps = STEPS(ACCEPT(1, "rd-wujie", "城乡建设/停车充电"),
                    WITHDRAW(4, "物业昨天已经盖章了，谢谢，不用再办。"))},
    {.ago = 1, .station = "rd.诉源", .kind = "problem",
     .area = "320623001203", .title = "楼上漏水泡了我家吊顶，找不到人赔",
     .body = "楼上房子租给别人，房东不接电话，租客说不归他管。吊顶已经发"
             "霉，想请代表帮忙找到房东，坐下来谈一次。",
     .spot = "", .person = "贝女士", .is_secret = true,
     .steps = NO_STEPS},
};

/* ---- 长江镇 ------------------------------------------------------------ */

static const struct demo_matter CHANGJIANG[] = {
    {.ago = 190, .taker = "cj-gemei", .channel = "visiting", .kind = "wish",
     .area = "320682111203", .title = "独居老人想要一部按得响的呼叫器",
     .body = "老人八十一岁，一个人住，去年夜里摔过一跤，天亮才有人知道。"
             "她不要别的，就想床头有个按一下邻居就能听见的铃。",
     .spot = "富圩村八组", .person = "印奶奶",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "民政/养老"), CLAIM(1, "cj-gemei"),
         REPLY(7, "cj-gemei", "A",
               "床头和卫生间各装一个呼叫按钮，一头响在隔壁邻居家，一头响在"
               "村医务室。邻居说夜里手机也不关了。",
               "安装照片；当场试了三次都响。"),
         RATE_BY(9, "cj-limin", "satisfied", "老人按给我们听了一遍。"),
         PUBLISH(12, "cj-limin", "床头一个铃，夜里心里有底",
                 "独居老人希望装一个呼叫器。",
                 "已装两个按钮，连着邻居和村医务室。"))},
    {.ago = 184, .taker = "cj-qianfeng", .channel = "visiting",
     .kind = "wish", .area = "320682111005",
     .title = "车间想请人来讲讲用电和动火安全",
     .body = "厂里新来了一批工人，班组长自己讲不清楚，想请懂行的人到车间"
             "里，对着机器讲一堂课，不要念文件。",
     .spot = "永平居委会沿江工业区", .person = "景厂长",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "就业创业/企业"), CLAIM(2, "cj-qianfeng"),
         REPLY(16, "cj-qianfeng", "A",
               "请了两位有资质的讲师，分两个班次在车间讲课，到场一百七十六"
               "人，现场找出九处隐患，当天整改七处，其余两处一周内换件。",
               "签到表两份，隐患清单和换件单。"),
         RATE(18, "satisfied", "工人听得进去。"),
         PUBLISH(20, "cj-limin", "安全课讲到机器边上",
                 "企业希望有人到车间讲用电、动火安全。",
                 "两个班次一百七十六人听课，九处隐患全部整改。"))},
    {.ago = 177, .taker = "cj-zhangbin", .channel = "sitting",
     .kind = "wish", .area = "320682111028",
     .title = "想把屋后的荒滩种上树",
     .body = "屋后江滩有一块空地，成了倒垃圾的地方。我们几户愿意出工，就"
             "是没有树苗，也不知道能不能种。",
     .spot = "薛窑居委会江滩", .person = "戎大哥",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "环境保护/垃圾"), CLAIM(3, "cj-zhangbin"),
         NOTE(5, "cj-zhangbin", "问过水利，堤脚十米外可以种灌木。"),
         REPLY(15, "cj-zhangbin", "A",
               "清走垃圾三车，种下杞柳和木槿二百一十棵，水管所同意，由五户"
               "人家包管浇水。", "种前种后照片，五户签的管护名单。"),
         RATE(40, "satisfied", "活了九成。"))},
    {.ago = 171, .taker = "cj-xuning", .channel = "event", .kind = "wish",
     .area = "320682111010", .title = "房租押金一直要不回来，想有人说句公道话",
     .body = "租房到期，房东说墙脏了要扣全部押金。其实就一个手印，自己擦"
             "过了。一千二百元是小钱，就是咽不下这口气。",
     .spot = "知青居委会", .person = "小宫", .is_secret = true,
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "调解/邻里"), CLAIM(1, "cj-xuning"),
         REPLY(6, "cj-xuning", "A",
               "请房东和您一起看了照片和房子，扣五十元清洁费，其余一千一百"
               "五十元当场退还，双方签字。", "调解记录和转账截图。"),
         RATE(6, "satisfied", "气顺了。"))},
    {.ago = 150, .taker = "cj-limin", .channel = "sitting",
     .kind = "problem", .area = "320682111202",
     .title = "村里主路的路灯坏了五盏，夜班工人摸黑走",
     .body = "从桥头到厂门口一共坏了五盏，坏了快两个月。上夜班的女工说走"
             "到那一段心里发慌。", .spot = "田王村桥头至厂门口",
     .person = "谈大姐",
     .steps = STEPS(
         ACCEPT(0, "cj-limin", "城乡建设/照明"),
         DISPATCH(1, "cj-shixin", "cj.建设", 7, "女工夜班，请抓紧。"),
         REPLY(5, "cj-jianshe", "A",
               "五盏灯已全部修好，其中两盏换了灯头，另外在转弯处补了一盏。",
               "夜间照片六张，电工签字。"),
         RATE(7, "satisfied", "一路亮到厂门口。"),
         PUBLISH(8, "cj-limin", "五盏路灯修好，转弯处添了一盏",
                 "夜班工人反映主路路灯坏了近两个月。",
                 "建设部门五天修好，并补装一盏。"))},
    {.ago = 143, .taker = "cj-gemei", .channel = "visiting",
     .kind = "problem", .area = "320682111205",
     .title = "一下大雨院子里就倒灌",
     .body = "村道抬高以后，我们这一排比路低，雨水往院子里灌。上次把冰箱"
             "都泡了。想把路边的沟挖通。", .spot = "蔡埠庄村三组",
     .person = "阴大叔",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "城乡建设/供水排水"),
         CLAIM(1, "cj-gemei"),
         DISPATCH(4, "cj-shixin", "cj.农村", 30, "列入本月排水整治。"),
         REPLY(31, "cj-nongcun", "A",
               "挖通边沟一百四十米，加两处过路涵管。上周大雨，院内没有积水"
               "。", "雨中照片，涵管验收单。"),
         RATE(33, "satisfied", "这回不怕下雨了。"))},
    {.ago = 131, .taker = "cj-xuning", .channel = "net", .kind = "wish",
     .area = "320682111011", .title = "丈夫下岗半年，想找份离家近的活",
     .body = "他会开叉车，有证，就是四十七岁了，投了几家都嫌年龄大。家里"
             "有老人要照顾，不能去外地。", .spot = "长青居委会",
     .person = "诸女士",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "就业创业/招工"), CLAIM(2, "cj-qianfeng"),
         REPLY(11, "cj-qianfeng", "A",
               "沿江一家仓储企业正缺叉车工，五十岁以下都收。试工三天已通过"
               "，签了一年合同，骑车十分钟到。", "劳动合同首页，企业回执。"),
         RATE(13, "satisfied", "真是解了围。"))},
    {.ago = 118, .taker = "cj-zhangbin", .channel = "visiting",
     .kind = "deed", .area = "320682111002",
     .title = "给码头上的卡车司机搭一个歇脚点",
     .body = "排队等装货常常要三四个钟头，没有热水，也没有厕所。不用大，"
             "能坐、能接水、能上厕所就好。", .spot = "二案居委会码头路",
     .person = "倪师傅",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "就业创业/企业"), CLAIM(2, "cj-zhangbin"),
         REPLY(14, "cj-zhangbin", "A",
               "借用码头闲置的两间平房，放了长椅、开水器和微波炉，厕所翻修"
               "后开放，企业每天打扫。", "开放照片，企业管理承诺。"),
         RATE_BY(25, "cj-limin", "satisfied", "问了六位司机，都说好。"))},
    {.ago = 104, .taker = "cj-limin", .channel = "letter",
     .kind = "opinion", .area = "320682111005",
     .title = "建议免费体检放到村里来做",
     .body = "体检是好事，可是去一趟医院要倒两趟车，好多老人就不去了。建"
             "议每年到村里来一两天。", .spot = "永平居委会",
     .person = "黎老师",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "卫生健康/体检"), CLAIM(2, "cj-gemei"),
         DISPATCH(4, "cj-shixin", "cj.为民", 30, "请联系卫生院定日子。"),
         REPLY(27, "cj-weimin", "A",
               "卫生院已分三天到三个村（居）做体检，共三百一十二人，查出需"
               "要复诊的二十四人，由家庭医生逐一联系。明年继续。",
               "三天的登记表，复诊名单由卫生院保管。"),
         RATE(30, "satisfied", "不用倒车了。"),
         PUBLISH(31, "cj-limin", "免费体检做到家门口",
                 "群众来信建议把体检放到村里。",
                 "卫生院三天体检三百一十二人，明年继续。"))},
    {.ago = 78, .taker = "cj-qianfeng", .channel = "sitting",
     .kind = "wish", .area = "320682111028",
     .title = "小厂想知道用工补贴怎么申请",
     .body = "厂里招了九个本地人，听说有补贴，网上的表看不懂，跑了两趟窗"
             "口少材料。想有人从头讲一遍。", .spot = "薛窑居委会",
     .person = "柏老板",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "就业创业/企业"), CLAIM(1, "cj-qianfeng"),
         RELEASE(5, "cj-qianfeng", "我出差两周，怕耽误，请别的代表先接。"),
         CLAIM(6, "cj-xuning"),
         REPLY(12, "cj-xuning", "A",
               "约窗口人员到厂里对着表一项一项填好，九人材料当天报上，第八"
               "天到账。清单留了一份给您，明年照着办。",
               "受理回执，到账短信截图。"),
         RATE(21, "basic", "办成了，就是头一个星期没人理。"))},
    {.ago = 52, .station = "cj.中心", .kind = "problem",
     .area = "320682111010", .title = "有人在网上骂我，请代表让他删掉",
     .body = "小区群里有人编造我的事，截图我都有。我想让代表叫他道歉、把"
             "话删掉，不然我睡不着。", .spot = "", .person = "滕女士",
     .is_secret = true,
     .steps = STEPS(REFUSE(1, "cj-limin", "police",
         "编造事实辱骂他人由公安机关处理。请带上截图和身份证到派出所报案"
         "；急需时打 110。需要人陪同，可以告诉联络站。"))},
    {.ago = 47, .taker = "cj-limin", .channel = "hotline",
     .kind = "problem", .area = "320682111011",
     .title = "菜场门口车乱停，轮椅推不过去",
     .body = "人行道被电动车占满，推轮椅只好走机动车道。希望划线、有人管"
             "一管，尤其是早上六点到九点。", .spot = "长青居委会菜场",
     .person = "葛奶奶的女儿",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "城乡建设/停车充电"),
         DISPATCH(2, "cj-shixin", "cj.社管", 15, "早市时段请派人。"),
         REPLY(14, "cj-shehui", "A",
               "划了非机动车停放线，早市有两名协管员。",
               "划线照片，排班表。"),
         RATE(20, "dissatisfied", "线划了，人只来了两天。"),
         DISPATCH(22, "cj-shixin", "cj.社管", 20,
                  "请落实到人，连续一个月报排班。"))},
    {.ago = 25, .taker = "cj-gemei", .channel = "visiting", .kind = "wish",
     .area = "320682111203", .title = "孩子想要一张自己的书桌",
     .body = "爸妈在外地，孩子跟着爷爷，趴在饭桌上写作业，灯也暗。孩子说"
             "要是有张书桌，字就能写端正。", .spot = "富圩村二组",
     .person = "芮爷爷",
     .steps = STEPS(
         ACCEPT(1, "cj-limin", "教育文化/上学"), CLAIM(2, "cj-gemei"),
         REPLY(11, "cj-gemei", "A",
               "书桌、椅子和台灯周六送到家，装在窗边。以后每月第二个周六有"
               "大学生来陪着读一个小时书。", "送达照片，爷爷签收。"),
         PUBLISH(14, "cj-limin", "窗边有了一张书桌",
                 "留守儿童想要一张自己的书桌。",
                 "书桌、椅子和台灯已送到家，每月有人来陪读。"))},
    {.ago = 13, .taker = "cj-xuning", .channel = "net", .kind = "wish",
     .area = "320682111005", .title = "江边步道想有几个垃圾桶",
     .body = "散步的人多了，走三里路没有一个垃圾桶，好多人把塑料瓶带回家"
             "，也有人随手扔了。", .spot = "永平居委会江边步道",
     .person = "储先生",
     .steps = STEPS(ACCEPT(1, "cj-limin", "环境保护/垃圾"),
                    CLAIM(3, "cj-zhangbin"))},
    {.ago = 6, .taker = "cj-limin", .channel = "sitting", .kind = "wish",
     .area = "320682111028", .title = "想请人教老年人用手机挂号",
     .body = "现在看病都在手机上挂号，我们不会点，怕点错扣钱。哪怕一个星"
             "期教一次，一次学一样。", .spot = "薛窑居委会",
     .person = "糜阿姨",
     .steps = STEPS(ACCEPT(1, "cj-limin", "卫生健康/看病"))},
    {.ago = 2, .station = "cj.中心", .kind = "deed",
     .area = "320682111202", .title = "田王村桥头的井盖响，夜里吵人",
     .body = "大车一过就咣当一声，住桥头的三户夜里睡不好。垫一圈胶皮应该"
             "就行。", .spot = "田王村桥头", .person = "郗先生",
     .steps = NO_STEPS},
};

const struct demo_story DEMO_RUDONG = {RUDONG, COUNT(RUDONG)};
const struct demo_story DEMO_CHANGJIANG = {CHANGJIANG, COUNT(CHANGJIANG)};
