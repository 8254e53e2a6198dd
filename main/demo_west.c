/* Stories of 河南蒙古族自治县: pastures, far ways, two languages.  What was
 * said in Tibetan stands beside the Chinese.  Everybody is invented. */
#include "main/demo.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

static const struct demo_matter HENAN[] = {
    {.ago = 330, .taker = "hn-zhaxi", .channel = "visiting",
     .kind = "problem", .area = "632324203202",
     .title = "冬天水源结冰，人和牛都缺水",
     .body = "ང་ཚོའི་སྡེ་བར་ཆུ་མི་འདང་།\n"
             "我们这里冬天水不够。河边结了冰，每天骑摩托车驮两趟，牛要赶"
             "五公里去喝水，体弱的牛犊走不动。",
     .spot = "毛曲牧委会冬季草场", .person = "拉加",
     .steps = STEPS(
         ACCEPT(2, "hn-cairang", "农牧/水利"), CLAIM(2, "hn-zhaxi"),
         NOTE(6, "hn-zhaxi", "走了九户，最远一户离水六公里。"),
         DISPATCH(9, "hn-renqing", "hn.水利", 90, "请赶在封冻前。"),
         REPLY(92, "hn-shuili", "A",
               "打好机井一口，井房有保温，井边修了四个饮水槽，管水员由牧户"
               "轮流当。九户最远的到井边不到一公里。",
               "出水检测报告，验收单。"),
         RATE_BY(97, "hn-cairang", "satisfied",
                 "老人说 ཐུགས་རྗེ་ཆེ།（谢谢）。"),
         PUBLISH(100, "hn-cairang", "毛曲打了一口不怕冻的井",
                 "牧户反映冬天水源结冰，人畜缺水。",
                 "机井带保温井房，最远的牧户到井边不到一公里。"))},
    {.ago = 289, .taker = "hn-wende", .channel = "event",
     .kind = "opinion", .area = "632324201201",
     .title = "新当选的代表想学怎样提建议",
     .body = "这次进两室，有专题学习、有座谈，还去看了现场，很好。我们新"
             "代表多，想再学一学：听到群众的话怎么记，建议怎么写，写了交"
             "给谁。", .spot = "多松乡两室", .person = "参加活动的代表",
     .steps = STEPS(
         ACCEPT(1, "hn-wende", "教育文化"), CLAIM(3, "hn-danzheng"),
         REPLY(15, "hn-danzheng", "A",
               "办了两次培训，双语讲，拿真事当例子练了一遍登记和写建议；新"
               "代表到场十四人。下个季度去外村学习一次。",
               "签到表，练习稿。"),
         RATE_BY(18, "hn-wende", "satisfied", "座谈时都说有用。"))},
    {.ago = 243, .taker = "hn-naren", .channel = "visiting",
     .kind = "problem", .area = "632324100200",
     .title = "去夏季牧场的便道断了",
     .body = "ལམ་ཁག་བཟོ་བཅོས་གནང་རོགས།\n"
             "请修一修路。化雪的水把便道冲断，转场的车过不去，只能用马驮"
             "。再过二十天就要搬了。", .spot = "智后茂牧委会转场便道",
     .person = "闹布",
     .steps = STEPS(
         ACCEPT(1, "hn-drolma", "城乡建设/道路"), CLAIM(1, "hn-naren"),
         DISPATCH(2, "hn-gonbao", "hn.农牧", 15, "转场在即。"),
         HAND_BACK(4, "hn-nongmu", "便道管护归交通运输局，我局已把牧户的"
                   "转场日子告诉他们。"),
         DISPATCH(5, "hn-gonbao", "hn.交通", 12, "请在转场前通车。"),
         REPLY(16, "hn-jiaotong", "A",
               "便道已铺砂石一点八公里，加涵管三处，转场前一周通车。",
               "通车照片，牧委会签收。"),
         RATE_BY(22, "hn-drolma", "satisfied", "车队过去了。"),
         PUBLISH(24, "hn-drolma", "转场之前，便道通了",
                 "化雪冲断转场便道。", "铺砂石一点八公里，加涵管三处。"))},
    {.ago = 199, .taker = "hn-cairang", .channel = "event",
     .kind = "opinion", .area = "632324203203",
     .title = "建议合作社的奶制品有人教、有人收",
     .body = "合作社做的曲拉、酥油好，就是包装不行，走不远。建议请人来教"
             "包装和保存，帮着联系买家。", .spot = "柯生乡合作社",
     .person = "社员旦增",
     .steps = STEPS(
         ACCEPT(1, "hn-cairang", "农牧/技术"),
         DISPATCH(3, "hn-renqing", "hn.农牧", 40, "请带上买家来。"),
         REPLY(41, "hn-nongmu", "B",
               "已办培训一期，二十六人学了灭菌和真空包装；和两家企业谈了收"
               "购意向，冷库列入明年计划。", ""),
         RATE_BY(45, "hn-cairang", "basic", "盼冷库早点建。"))},
    {.ago = 146, .taker = "hn-drolma", .channel = "sitting",
     .kind = "wish", .area = "632324100201",
     .title = "想让医生到牧场来看一次眼睛",
     .body = "老人眼睛红肿好几个月，去县城来回一天，路上颠得厉害。能不能"
             "请医生上来一次，很多家都等着看。",
     .spot = "荷日恒牧委会", .person = "仁措",
     .steps = STEPS(
         ACCEPT(1, "hn-drolma", "卫生健康/看病"), CLAIM(1, "hn-naren"),
         DISPATCH(4, "hn-gonbao", "hn.卫健", 25, "请安排双语医生。"),
         REPLY(27, "hn-weijian", "A",
               "巡回医疗队上来两天，看了九十三人，配药当场发，五位需要手术"
               "的已约好日子，车接车送。", "门诊登记，手术预约单。"),
         RATE_BY(31, "hn-drolma", "satisfied", "家属来电道谢。"),
         PUBLISH(34, "hn-drolma", "医生上牧场，看了九十三人",
                 "牧民盼望医生到牧场看眼病。",
                 "医疗队两天看诊九十三人，五人约好手术。"))},
    {.ago = 83, .taker = "hn-danzheng", .channel = "visiting",
     .kind = "problem", .area = "632324201200",
     .title = "草场围栏破了，狼进了羊圈",
     .body = "上个月狼进来两回，咬死七只羊。围栏是十几年前拉的，一拉就断"
             "。不知道损失能不能报。", .spot = "拉让牧委会",
     .person = "才旺",
     .steps = STEPS(
         ACCEPT(1, "hn-wende", "环境保护/草原"), CLAIM(1, "hn-danzheng"),
         DISPATCH(3, "hn-lamao", "hn.农牧", 30, "先定损，再修围栏。"),
         REPLY(30, "hn-nongmu", "A",
               "七只羊已按野生动物致害办理补偿；换新围栏一点二公里，羊圈加"
               "灯两盏。", "补偿到账单，围栏验收单。"),
         RATE(34, "dissatisfied", "补偿到了，围栏东头还差三百米没拉。"),
         CLAIM(36, "hn-danzheng"),
         REPLY(48, "hn-danzheng", "A", "东头三百米已补拉，才旺和我一起从"
               "头到尾走了一遍。", "走线记录和照片。"),
         RATE(50, "satisfied", "这下放心了。"),
         PUBLISH(55, "hn-wende", "围栏补齐，狼进不来了",
                 "草场围栏老旧，狼进了羊圈。",
                 "损失已补偿，换新围栏一点五公里。"))},
    {.ago = 40, .taker = "hn-cairang", .channel = "hotline",
     .kind = "problem", .area = "632324203200",
     .title = "手机没有信号，孩子上不了网课",
     .body = "我们这里一格信号也没有，下雪停课的时候，孩子要爬到山坡上听"
             "课。", .spot = "尖克牧委会", .person = "桑吉",
     .steps = STEPS(
         ACCEPT(1, "hn-cairang", "教育文化/上学"), CLAIM(2, "hn-zhaxi"),
         REPLY(15, "hn-zhaxi", "C",
               "通信企业来看过，建站要等电网延伸，今年条件不够，已列入明年"
               "勘查。这个冬天先在牧委会设自习点，有网、有炉子。",
               ""),
         RATE_BY(22, "hn-cairang", "dissatisfied",
                 "自习点离家八公里，下雪天去不了，希望先装信号放大器。"))},
    {.ago = 18, .taker = "hn-drolma", .channel = "sitting",
     .kind = "problem", .area = "632324100001",
     .title = "校车在弯道上打滑，想多撒一点防滑料",
     .body = "下了雪校车慢慢蹭，弯道那里没有防滑料，家长在路边看着心里紧"
             "。", .spot = "赛日旦社区北弯道", .person = "夏吾",
     .steps = STEPS(
         ACCEPT(0, "hn-drolma", "公共安全/交通"),
         DISPATCH(1, "hn-gonbao", "hn.交通", 25, "冰雪天气，请先撒料。"),
         PUBLISH(2, "hn-drolma", "校车弯道防滑，已交交通部门",
                 "雪后校车在北弯道打滑，家长盼望多撒防滑料。", ""))},
    {.ago = 14, .taker = "hn-zhaxi", .channel = "visiting", .kind = "wish",
     .area = "632324203202", .title = "想要一张蒙古文、藏文都有的用药说明",
     .body = "药盒上的字老人看不懂，吃错过一次。要是有一张双语的纸贴在药"
             "盒上就好。", .spot = "毛曲牧委会", .person = "索德",
     .steps = STEPS(ACCEPT(1, "hn-cairang", "卫生健康/看病"),
                    CLAIM(2, "hn-zhaxi"))},
    {.ago = 3, .station = "hn.多松", .kind = "opinion",
     .area = "632324201201", .title = "建议把草场补奖的名单贴得清楚一点",
     .body = "名单字太小，又是一大张。建议按户分开，用双语，写清楚亩数和"
             "钱数，谁家有疑问好问。", .spot = "多松牧委会公示栏",
     .person = "扎西吉", .steps = NO_STEPS},
};

const struct demo_story DEMO_HENAN = {HENAN, COUNT(HENAN)};
