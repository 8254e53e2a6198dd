/* Sentences out of small invented lists. */
#include "tools/bench/crowd.h"

#include "base/arena.h"
#include "base/out.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *const SPOTS[] = {
    "村委会东边", "菜场西门", "小学门口", "三组晒谷场", "老桥北头",
    "卫生室旁边", "文化广场", "公交站牌下", "河堤南段", "幸福路路口",
    "二号楼楼下", "水泵房旁", "养老院门前", "物流园后面", "新村北区",
    "戏台前面", "加油站对面", "果园路中段", "供销社旧址", "中心街拐角",
};
static const char *const THINGS[] = {
    "路灯", "井盖", "健身器材", "垃圾桶", "排水沟", "护栏", "路面",
    "停车位", "公厕", "电线", "自来水", "宣传栏", "绿化带", "充电桩",
    "监控", "减速带", "斑马线", "信号灯", "燃气管", "网线",
    "台阶", "扶手", "雨棚", "水渠", "泵站", "篮球架",
};
static const char *const TROUBLES[] = {
    "坏了半个月", "松动有危险", "晚上看不见", "一下雨就积水", "没有人管",
    "不够用", "被占用", "气味很大", "噪声扰民", "年久失修", "缺少标志",
    "老人不好走", "孩子容易摔倒", "反映多次未解决", "希望尽快修",
};
static const char *const MIDDLES[] = {
    "附近住着不少老人，早晚进出都要经过这里。",
    "上个月有人在这里摔了一跤，好在没有大碍。",
    "我们几户人家一起商量过，都觉得应该早点处理。",
    "之前打过电话，说是已经登记，后来没有消息。",
    "赶集的日子人多车多，更加不方便。",
    "孩子上学放学都走这条路，家长不放心。",
    "如果资金紧张，先做个简单的处理也可以。",
    "希望代表能来现场看一看，再和有关单位说一说。",
    "听说隔壁村已经改好了，大家都很羡慕。",
    "雨季马上就到，拖下去恐怕问题更大。",
    "愿意配合施工，临时改道也没有意见。",
    "如能解决，大家都会非常感谢。",
};
static const char *const ANSWERS[] = {
    "已安排人员到现场查看，情况属实。", "已列入本月的维修计划。",
    "材料已经到位，三天内完工。", "已与产权单位协商，由其负责整改。",
    "现场已清理完毕，今后每周巡查一次。", "已向反映人当面说明情况。",
};
static const char *const SURNAMES[] = {
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "蒋", "沈",
};

const char *const CROWD_PATHS[CROWD_CATEGORIES] = {
    "城乡建设", "城乡建设/道路", "城乡建设/照明", "城乡建设/排水",
    "城乡建设/停车", "城乡建设/房屋", "环境保护", "环境保护/垃圾",
    "环境保护/噪声", "环境保护/水", "环境保护/空气", "环境保护/绿化",
    "民政", "民政/养老", "民政/救助", "民政/殡葬", "民政/社区", "民政/残疾",
    "教育", "教育/入学", "教育/校车", "教育/食堂", "教育/场地", "教育/师资",
    "交通", "交通/公交", "交通/信号", "交通/标志", "交通/超载", "交通/渡口",
    "卫生", "卫生/就医", "卫生/防疫", "卫生/食品", "卫生/药品", "卫生/急救",
    "农业", "农业/灌溉", "农业/补贴", "农业/土地", "农业/病虫", "农业/农机",
    "公共服务", "公共服务/供水", "公共服务/供电", "公共服务/燃气",
    "公共服务/通信", "公共服务/文化",
};

static const char *one_of(struct dice *dice, const char *const *list,
                          size_t count)
{
    must(count > 0);
    return list[dice_below(dice, count)];
}

str crowd_spot(struct dice *dice)
{
    return str_of(one_of(dice, SPOTS, COUNT(SPOTS)));
}

str crowd_title(struct arena *arena, struct dice *dice)
{
    return str_format(arena, "%s的%s%s", one_of(dice, SPOTS, COUNT(SPOTS)),
                      one_of(dice, THINGS, COUNT(THINGS)),
                      one_of(dice, TROUBLES, COUNT(TROUBLES)));
}

str crowd_body(struct arena *arena, struct dice *dice, int64_t most)
{
    must(most > 0);
    must(most < 100);
    struct out out = out_new(arena, 20000);
    uint64_t least = most > 2 ? 2 : 1;
    uint64_t sentences = least + dice_below(dice, (uint64_t)most - least + 1);
    out_str(&out, crowd_title(arena, dice));
    out_str(&out, S("。"));
    for (uint64_t i = 0; i < sentences; i++) {
        out_str(&out, str_of(one_of(dice, MIDDLES, COUNT(MIDDLES))));
    }
    return out_text(&out);
}

str crowd_answer(struct arena *arena, struct dice *dice)
{
    return str_format(arena, "%s%s",
                      one_of(dice, ANSWERS, COUNT(ANSWERS)),
                      one_of(dice, ANSWERS, COUNT(ANSWERS)));
}

str crowd_person(struct arena *arena, struct dice *dice)
{
    return str_format(arena, "%s某", one_of(dice, SURNAMES,
                                            COUNT(SURNAMES)));
}
