/* Stories of 海城镇 (smart parking, stations by the book) and of 太和镇
 * (sitting, visiting and net clinic).  Everybody in them is invented. */
#include "main/demo.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

/* ---- 海城镇 ------------------------------------------------------------ */

static const struct demo_matter HAICHENG[] = {
    {.ago = 340, .taker = "hc-huangwei", .channel = "sitting",
     .kind = "problem", .area = "441521115007",
     .title = "新城一带白天找不到车位，绕三圈停在人行道上",
     .body = "附近有医院、有学校，早上八点以后就没有位了。我也不想停人行"
             "道，可是孩子要上学。听说别的地方手机上能看到哪里有空位。",
     .spot = "新城社区", .person = "庄先生",
     .steps = STEPS(
         ACCEPT(1, "hc-huangwei", "城乡建设/停车充电"),
         CLAIM(1, "hc-chenjun"),
         NOTE(8, "hc-chenjun", "数了三个早高峰：路边位周转不到一次，有两块"
              "空地可以先平整。"),
         DISPATCH(12, "hc-yanglin", "hc.市政", 120, "列入民生项目。"),
         REPLY(128, "hc-shizheng", "A",
               "已建成开放 9 处停车场，路边位全部编号联网，手机上能看到空位"
               "。全部规划新增 2007 个车位，其余按计划建设。",
               "九处停车场验收单；平台截图。"),
         RATE(131, "satisfied", "早上能停进去了。"),
         PUBLISH(133, "hc-huangwei", "“智慧停车”：9 处停车场已开放",
                 "群众反映新城一带停车难。代表三次蹲点后列入民生项目。",
                 "九处停车场开放，规划新增车位 2007 个，手机可查空位。"))},
    {.ago = 300, .taker = "hc-caiting", .channel = "visiting",
     .kind = "problem", .area = "441521115001",
     .title = "老街骑楼的电线像蜘蛛网，下雨打火花",
     .body = "电线、网线挂了二十年，有的搭在铁皮棚上。上次台风天看见冒火"
             "花，一街的人都跑出来。", .spot = "海珠社区老街",
     .person = "施伯",
     .steps = STEPS(
         ACCEPT(1, "hc-linna", "公共安全/消防"), CLAIM(1, "hc-caiting"),
         DISPATCH(5, "hc-yanglin", "hc.市政", 40, "请会同供电、通信单位。"),
         REPLY(43, "hc-shizheng", "A",
               "已拆除废线约四百公斤，其余入管入盒，铁皮棚上的线全部移开。",
               "前后照片；供电所检查合格单。"),
         RATE_BY(47, "hc-linna", "satisfied", "入户问了十一家，满意。"),
         PUBLISH(50, "hc-linna", "老街理线，骑楼清爽了",
                 "老街电线杂乱、雨天打火。", "废线拆除，其余入管入盒。"))},
    {.ago = 268, .taker = "hc-linna", .channel = "sitting",
     .kind = "opinion", .area = "441521115002",
     .title = "以旧换新的政策，街坊们弄不明白",
     .body = "冰箱用了十五年想换，有人说能补贴，有人说要先买。希望有人上"
             "门讲清楚，不要让老人被忽悠。", .spot = "新桥社区",
     .person = "卓姨",
     .steps = STEPS(
         ACCEPT(1, "hc-linna", "民政/救助"), CLAIM(2, "hc-zhengli"),
         REPLY(20, "hc-zhengli", "A",
               "组织代表分组上门讲解，走了二百一十多户，发放写着电话的明白"
               "卡；帮十七位老人在手机上办好。", "走访登记表和明白卡样张。"),
         RATE(22, "satisfied", "讲的是我们听得懂的话。"),
         PUBLISH(25, "hc-linna", "“以旧换新”怎么换，代表上门讲",
                 "街坊对以旧换新的政策弄不明白。",
                 "代表分组走访二百一十多户，帮十七位老人办好。"))},
    {.ago = 236, .taker = "hc-zhengli", .channel = "event",
     .kind = "deed", .area = "441521115204",
     .title = "村口的空地想变成能坐的小公园",
     .body = "空地一下雨全是泥。村里人愿意捐一点、出工一点，想种几棵树、"
             "摆几张凳，晚上有个坐的地方。", .spot = "莲花村村口",
     .person = "麦叔",
     .steps = STEPS(
         ACCEPT(1, "hc-linna", "环境保护/绿化"), CLAIM(3, "hc-zhengli"),
         REPLY(17, "hc-zhengli", "A",
               "村民和代表一起种树六十余株，铺草皮三百平方米，凳子十二张；"
               "捐款和开支贴在村务栏。", "开支清单，完工照片。"),
         RATE_BY(20, "hc-linna", "satisfied", "晚上坐满了人。"))},
    {.ago = 155, .station = "hc.龙津", .kind = "problem",
     .area = "441521115006", .title = "河涌边的烧烤档把油水倒进河里",
     .body = "一到晚上摆出来七八档，收档时剩汤剩油直接倒进河涌，第二天一"
             "早又腥又臭。拍了照片，不敢去讲，怕被骂。",
     .spot = "龙津社区河涌边", .person = "甘小姐", .is_secret = true,
     .steps = STEPS(
         ACCEPT(1, "hc-linna", "环境保护/河道"),
         DISPATCH(2, "hc-yanglin", "hc.执法", 10, "反映人要求保密。"),
         REPLY(10, "hc-zhifa", "A",
               "连续五晚巡查，立案两宗；统一设了油水回收桶，收档时有人检查"
               "。", "巡查记录，回收单据。"),
         RATE(14, "dissatisfied", "好了三天，周末又倒。"),
         DISPATCH(16, "hc-yanglin", "hc.执法", 15, "周末也要有人。"),
         REPLY(30, "hc-zhifa", "A",
               "周末增设夜班巡查，三档已规范进店，其余两档停业；河涌边装了"
               "摄像头。", "夜班排班表，摄像头验收单。"),
         RATE(45, "satisfied", "这次真的不倒了。"))},
    {.ago = 88, .taker = "hc-huangwei", .channel = "hotline",
     .kind = "problem", .area = "441521115008",
     .title = "盲道被停车桩切断了",
     .body = "新装的停车桩正好打在盲道上，我弟弟看不见，撞到了膝盖。请把"
             "桩移开，以后装之前想一想。", .spot = "城西社区公交站旁",
     .person = "翁女士",
     .steps = STEPS(
         ACCEPT(0, "hc-huangwei", "城乡建设/道路"),
         CLAIM(1, "hc-chenjun"),
         REPLY(4, "hc-chenjun", "A",
               "当天联系施工方，三根停车桩已移到里侧，盲道补平。代表和您弟"
               "弟一起走了一遍。", "复查照片，施工方回单。"),
         RATE(5, "satisfied", "快，谢谢。"),
         PUBLISH(6, "hc-huangwei", "停车桩让开盲道",
                 "热线反映停车桩占了盲道。", "三根停车桩四天内移开。"))},
    {.ago = 44, .taker = "hc-linna", .channel = "letter",
     .kind = "problem", .area = "441521115201",
     .title = "对法院判决不服，请代表让法院改判",
     .body = "我和邻居的地界官司二审输了，我不服。信里把经过写清楚了，请"
             "代表跟法院讲一讲。", .spot = "长埔村", .person = "官先生",
     .steps = STEPS(REFUSE(1, "hc-linna", "lawsuit",
         "二审判决已经生效，代表不能过问个案。您可以自判决生效之日起六个"
         "月内申请再审，材料交原审法院的上一级法院立案窗口。"))},
    {.ago = 23, .taker = "hc-caiting", .channel = "visiting",
     .kind = "problem", .area = "441521115001",
     .title = "老楼的消防水带是空的",
     .body = "打开楼道的箱子，水带没了，水枪也没了，箱子里放着拖把。",
     .spot = "海珠社区旧供销楼", .person = "谷阿公",
     .steps = STEPS(
         ACCEPT(1, "hc-linna", "公共安全/消防"),
         DISPATCH(2, "hc-yanglin", "hc.执法", 30, "请查全楼。"))},
    {.ago = 16, .taker = "hc-huangwei", .channel = "net",
     .kind = "opinion", .area = "441521115007",
     .title = "建议停车场前十五分钟不收费",
     .body = "接送孩子就停十分钟，扣五块钱不合算，大家就停到路上去了。前"
             "十五分钟免费，反而不堵。", .spot = "新城社区停车场",
     .person = "骆先生",
     .steps = STEPS(ACCEPT(1, "hc-huangwei", "城乡建设/停车充电"),
                    CLAIM(6, "hc-chenjun"))},
    {.ago = 5, .station = "hc.新城", .kind = "problem",
     .area = "441521115007", .title = "学校后门的斑马线磨没了",
     .body = "线早就看不见了，车不让人，老师每天站在路中间举牌子。请重新"
             "画一次。", .spot = "新城社区学校后门", .person = "童老师",
     .steps = STEPS(ACCEPT(1, "hc-linna", "公共安全/交通"))},
};

/* ---- 太和镇 ------------------------------------------------------------ */

static const struct demo_matter TAIHE[] = {
    {.ago = 352, .taker = "th-liangjie", .channel = "visiting",
     .kind = "problem", .area = "4418031020061111",
     .title = "楼上楼下飞线充电，一串插座挂到一楼",
     .body = "老小区没有充电的地方，大家从窗口放线下来给电动车充电，一个"
             "单元挂着六七根。下雨天看着都怕。",
     .spot = "西河社区旧厂宿舍", .person = "毛叔",
     .steps = STEPS(
         ACCEPT(1, "th-panyu", "城乡建设/停车充电"),
         CLAIM(1, "th-liangjie"),
         NOTE(6, "th-liangjie", "在网格里走了五个老小区，情况一样，应该一"
              "起办。"),
         DISPATCH(12, "th-tanwei", "th.供电", 90,
                  "五个老小区一并勘查，请规划建设办配合用地。"),
         REPLY(96, "th-gongdian", "A",
               "五个老小区装好充电插位 50 个，划出停车位 60 余个，线路单独"
               "走管、单独计量，充满自动断电。",
               "五个小区验收表，插位合计 50 个。"),
         RATE(99, "satisfied", "飞线一根都看不到了。"),
         PUBLISH(101, "th-panyu", "五个老小区有了充电插位，飞线不见了",
                 "网格里的代表巡诊时发现老小区飞线充电。",
                 "装好充电插位 50 个，停车位 60 余个。"))},
    {.ago = 311, .taker = "th-panyu", .channel = "sitting",
     .kind = "problem", .area = "441803102007",
     .title = "医院门口的公交站没有遮雨棚",
     .body = "看完病出来等车，下雨只能撑伞站着，老人腿脚不好，坐也没处坐"
             "。", .spot = "建设社区医院站", .person = "江婆婆",
     .steps = STEPS(
         ACCEPT(0, "th-panyu", "城乡建设/道路"),
         DISPATCH(2, "th-tanwei", "th.建办", 45, "请核实用地。"),
         REPLY(40, "th-jianban", "A",
               "候车棚和两条长凳已装好，站牌加大了字。", "验收照片四张。"),
         RATE_BY(44, "th-panyu", "satisfied", "坐诊时当面说好。"))},
    {.ago = 285, .taker = "th-zhuqi", .channel = "net", .kind = "problem",
     .area = "441803102003", .title = "楼顶水箱没人洗，水有铁锈味",
     .body = "群里好几户都说早上第一杯水发黄。问物业，说三年没洗过。",
     .spot = "向群社区", .person = "业主小魏",
     .steps = STEPS(
         ACCEPT(0, "th-panyu", "城乡建设/供水排水"), CLAIM(0, "th-zhuqi"),
         REPLY(6, "th-zhuqi", "A",
               "物业已清洗四个水箱，水样送检合格，报告发在群里。以后每半年"
               "洗一次，写进物业约定。", "检测报告，清洗记录。"),
         RATE(7, "satisfied", "水清了。"),
         PUBLISH(8, "th-panyu", "群里一句话，四个水箱洗干净了",
                 "居民在代表的网诊群里反映水有铁锈味。",
                 "水箱已清洗并检测合格，以后半年一洗。"))},
    {.ago = 247, .taker = "th-huangchao", .channel = "visiting",
     .kind = "problem", .area = "441803102201",
     .title = "山路塌了半边，摩托车贴着边过",
     .body = "前几天大雨冲掉半边路基，下面是沟。孩子上学、我们卖菜都从这"
             "里走。", .spot = "黄坑村上山路", .person = "温大哥",
     .steps = STEPS(
         ACCEPT(0, "th-panyu", "城乡建设/道路"),
         DISPATCH(0, "th-tanwei", "th.建办", 5, "先围起来，今天就去。"),
         NOTE(1, "th-jianban", "已设围挡和警示灯。"),
         REPLY(5, "th-jianban", "A",
               "当天围挡，五天内砌好挡墙、补好路基，加了排水沟。",
               "施工照片，村委会签收。"),
         RATE(6, "satisfied", "来得快。"),
         PUBLISH(9, "th-panyu", "山路塌方，五天修好",
                 "代表巡诊时发现山路塌了半边。",
                 "当天围挡，五天砌好挡墙。"))},
    {.ago = 213, .taker = "th-lufen", .channel = "sitting",
     .kind = "problem", .area = "441803102004",
     .title = "垃圾转运站的车早上五点就响",
     .body = "转运站就在楼下，五点钟开始装车，倒车的提示音响个不停，一年"
             "没睡过好觉。", .spot = "玄真社区转运站", .person = "祝姨",
     .steps = STEPS(
         ACCEPT(1, "th-panyu", "环境保护/噪声"), CLAIM(1, "th-lufen"),
         DISPATCH(3, "th-tanwei", "th.环卫", 15, "请定个钟点。"),
         REPLY(14, "th-huanwei", "A",
               "装车改在七点以后，进出口换了方向，提示音调低。",
               "改后一周的进出记录。"),
         RATE(21, "satisfied", "能睡到天亮了。"))},
    {.ago = 175, .taker = "th-zhuqi", .channel = "net", .kind = "opinion",
     .area = "441803102005", .title = "建议把下班后的球场灯多开一个小时",
     .body = "九点一到就关灯，下了班赶过去只打得了半场。多开一小时，大家"
             "愿意自己管秩序。", .spot = "明霞社区球场", .person = "球友阿骏",
     .steps = STEPS(
         ACCEPT(1, "th-panyu", "城乡建设/照明"), CLAIM(1, "th-zhuqi"),
         REPLY(5, "th-zhuqi", "A",
               "和社区、旁边的住户商量好：周五、周六开到十点，其余日子不变"
               "，由球友轮流收场。", "约定贴在球场。"),
         RATE(6, "basic", "比以前好。"))},
    {.ago = 139, .taker = "th-huangchao", .channel = "visiting",
     .kind = "problem", .area = "441803102220",
     .title = "灌溉渠上的小桥断了，挑肥要绕两里路",
     .body = "石板断了一年多，搭了两根木头，老人不敢走。果子熟了更要过，"
             "怕出事。", .spot = "万寿村果园", .person = "阮叔",
     .steps = STEPS(
         ACCEPT(1, "th-panyu", "农牧/水利"), CLAIM(1, "th-huangchao"),
         DISPATCH(6, "th-tanwei", "th.建办", 40, "小桥先行。"),
         REPLY(44, "th-jianban", "A", "小桥重铺，宽一米八，能过三轮车。",
               "验收照片，村民代表签字。"),
         RATE_BY(46, "th-panyu", "satisfied", "果子一车一车出来了。"))},
    {.ago = 112, .taker = "th-panyu", .channel = "sitting",
     .kind = "wish", .area = "441803102203",
     .title = "想申请残疾人辅具，不知道找谁",
     .body = "我父亲中风以后要用助行架，医生说可以申请，问了两个地方都说"
             "不归他管。", .spot = "周田村", .person = "覃先生",
     .steps = STEPS(
         ACCEPT(0, "th-panyu", "民政/救助"), CLAIM(0, "th-lufen"),
         REPLY(10, "th-lufen", "A",
               "材料由代表陪同到镇上一次交齐，助行架和沐浴椅已送到家，并教"
               "会使用。", "领取单。"),
         RATE(11, "satisfied", "终于有人管到底。"))},
    {.ago = 70, .station = "th.中心", .channel = "kiosk",
     .kind = "problem", .area = "441803102007",
     .title = "街角的变电箱没有锁",
     .body = "箱门一推就开，里面的线看得见，孩子在旁边踢球。",
     .spot = "建设社区街角", .person = NULL,
     .steps = STEPS(
         ACCEPT(0, "th-panyu", "公共安全/消防"),
         DISPATCH(0, "th-tanwei", "th.供电", 2, "当天处理。"),
         REPLY(1, "th-gongdian", "A",
               "箱门已换锁，另外排查了同一条街的七个箱子，换锁三个。",
               "排查清单。"),
         RATE_BY(3, "th-panyu", "satisfied",
                 "未留联系方式，现场核实已锁好。"),
         PUBLISH(5, "th-panyu", "街角变电箱当天换锁",
                 "自助机上有人反映街角变电箱没有锁。",
                 "当天换锁，同街排查七个箱子，换锁三个。"))},
    {.ago = 51, .station = "th.西河", .kind = "problem",
     .area = "4418031020061112", .title = "楼道声控灯不亮，已经报过一次",
     .body = "五幢二单元三楼到五楼的声控灯不亮，上个月在群里说过，一直没"
             "有修，再报一次。", .spot = "西河社区五幢",
     .person = "邝小姐",
     .steps = STEPS(REFUSE(1, "th-panyu", "repeated",
         "这件事上个月已由网格代表登记在办，修灯的日子定在本周五，进度由"
         "代表在群里告知；周五没有修好，请直接打联络站电话。"))},
    {.ago = 36, .taker = "th-liangjie", .channel = "visiting",
     .kind = "problem", .area = "4418031020061112",
     .title = "声控灯坏了三层，老人摸着墙上楼",
     .body = "五幢二单元三到五楼，晚上一片黑。",
     .spot = "西河社区五幢", .person = "邝伯",
     .steps = STEPS(
         ACCEPT(0, "th-panyu", "城乡建设/照明"), CLAIM(0, "th-liangjie"),
         REPLY(14, "th-liangjie", "A", "三层声控灯全部换新，备了两个灯头"
               "放在居委会。", "换灯照片。"))},
    {.ago = 29, .taker = "th-panyu", .channel = "sitting",
     .kind = "opinion", .area = "441803102005",
     .title = "明年的民生实事，建议修一修文化广场",
     .body = "广场地砖一半松了，下雨踩一脚水。不知道能不能列进明年由代表"
             "票决的项目。", .spot = "明霞社区文化广场",
     .person = "霍老师",
     .steps = STEPS(
         ACCEPT(1, "th-panyu", "城乡建设/道路"),
         DISPATCH(3, "th-tanwei", "th.建办", 40, "请测算费用，列入候选。"),
         REPLY(20, "th-jianban", "B",
               "已测算费用，列入明年民生实事候选项目，由代表大会差额票决，"
               "结果会公布。", ""),
         PUBLISH(22, "th-panyu", "文化广场翻修列入明年候选项目",
                 "居民建议翻修文化广场地砖。",
                 "已测算费用，列入明年民生实事候选项目，等代表票决。"))},
    {.ago = 9, .taker = "th-zhuqi", .channel = "net", .kind = "problem",
     .area = "441803102003", .title = "快递车停在消防通道上",
     .body = "每天上午十点到十一点，三四辆快递车一起停在消防通道分件。",
     .spot = "向群社区西门", .person = "群友",
     .steps = STEPS(ACCEPT(0, "th-panyu", "公共安全/消防"),
                    CLAIM(1, "th-zhuqi"),
                    NOTE(2, "th-zhuqi", "和站点约了周五现场看分件点。"))},
    {.ago = 1, .station = "th.中心", .kind = "wish",
     .area = "441803102003", .title = "想给社区书屋捐一批旧书",
     .body = "家里孩子长大了，有两百来本童书，都很新，想捐给社区书屋，不"
             "知道送到哪里。", .spot = "", .person = "占女士",
     .steps = NO_STEPS},
};

const struct demo_story DEMO_HAICHENG = {HAICHENG, COUNT(HAICHENG)};
const struct demo_story DEMO_TAIHE = {TAIHE, COUNT(TAIHE)};
