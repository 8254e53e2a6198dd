/* Names of invented people: surnames as common as in the country. */
#include "tools/nation/nation.h"

enum { HAN_BYTES = 3, GIVEN_TWO_OF_TEN = 8 };

/* Each stands for about one person in two hundred. */
static const char SURNAMES[] =
    "王王王王王王王王王王王王王王李李李李李李李李李李李李李李"
    "张张张张张张张张张张张张张刘刘刘刘刘刘刘刘刘刘陈陈陈陈陈陈陈陈陈"
    "杨杨杨杨杨杨黄黄黄黄赵赵赵赵周周周周吴吴吴吴徐徐徐孙孙孙马马马胡胡"
    "朱朱郭郭何何林林罗罗高高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于"
    "杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱"
    "侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向单仇查";
static const char GIVEN[] =
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文志"
    "海林春梅云龙飞鹏宇浩轩梓涵欣怡佳琪思雨晨阳天博俊峰凯瑞雪莹颖慧"
    "婷琳雅倩月彤嘉诚立新永福德胜荣发贵生金根水木火土山川江河湖光辉"
    "亮东南西北中正和谐安康宁乐祥瑞庆余学礼义仁智信忠孝良善美真淑贤"
    "惠珍珠宝玲珊瑶琴棋书画诗词歌舞松柏竹菊莲荷桃李杏柳杨槐榕桐枫";

static str one_of(const char *list, size_t bytes, struct dice *dice)
{
    uint64_t count = bytes / HAN_BYTES;
    return (str){list + dice_below(dice, count) * HAN_BYTES, HAN_BYTES};
}

str person_name(struct arena *arena, struct dice *dice)
{
    str surname = one_of(SURNAMES, sizeof SURNAMES - 1, dice);
    str first = one_of(GIVEN, sizeof GIVEN - 1, dice);
    str second = dice_below(dice, 10) < GIVEN_TWO_OF_TEN
                     ? one_of(GIVEN, sizeof GIVEN - 1, dice) : S("");
    return str_format(arena, "%.*s%.*s%.*s", SF(surname), SF(first),
                      SF(second));
}
