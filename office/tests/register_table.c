/* Deputies: every kind of column that a register has. */
#include "office/tests/register_table.h"

static const struct register_choice SEXES[] = {
    {S0("male"), S0("男"), S0("Male"), S0("男性|M|1|先生")},
    {S0("female"), S0("女"), S0("Female"), S0("女性|F|2|女士")},
};

static const struct register_choice LEVELS[] = {
    {S0("0"), S0("全国人大代表"), S0("National"), S0("全国")},
    {S0("1"), S0("省人大代表"), S0("Province"), S0("省|省级")},
    {S0("2"), S0("市人大代表"), S0("Prefecture"), S0("市|地级|市级")},
    {S0("3"), S0("县人大代表"), S0("County"), S0("县|县级|区级")},
    {S0("4"), S0("乡镇人大代表"), S0("Township"), S0("镇|乡|乡级|镇级")},
};

static const struct register_column COLUMNS[DEPUTY_FIELDS] = {
    [DEPUTY_NAME] = {.name = S0("name"), .zh = S0("姓名"), .en = S0("Name"),
        .synonyms = S0("代表姓名|名字"), .kind = REGISTER_PERSON,
        .required = true, .hint = S0("照身份证上的写")},
    [DEPUTY_SEX] = {.name = S0("sex"), .zh = S0("性别"), .en = S0("Sex"),
        .kind = REGISTER_CHOICE, .choices = SEXES, .choice_count = 2},
    [DEPUTY_BORN] = {.name = S0("born"), .zh = S0("出生年月"),
        .en = S0("Born"), .synonyms = S0("出生日期|生日"),
        .kind = REGISTER_DATE, .min = -25567, .max = 20454},
    [DEPUTY_PHONE] = {.name = S0("phone"), .zh = S0("手机"),
        .en = S0("Phone"), .synonyms = S0("手机号码|手机号|联系电话|电话"),
        .kind = REGISTER_PHONE, .required = true},
    [DEPUTY_LEVEL] = {.name = S0("level"), .zh = S0("代表层级"),
        .en = S0("Level"), .synonyms = S0("级别|代表级别|层级"),
        .kind = REGISTER_CHOICE, .required = true, .choices = LEVELS,
        .choice_count = 5},
    [DEPUTY_AREA] = {.name = S0("area"), .zh = S0("区划代码"),
        .en = S0("Area code"), .synonyms = S0("行政区划代码|地区代码"),
        .kind = REGISTER_AREA_CODE},
    [DEPUTY_STATION] = {.name = S0("station"), .zh = S0("联络站"),
        .en = S0("Station"), .synonyms = S0("所属联络站|所在联络站|代表之家"),
        .kind = REGISTER_REFERENCE},
    [DEPUTY_SINCE] = {.name = S0("since"), .zh = S0("当选日期"),
        .en = S0("Elected"), .synonyms = S0("任期开始|当选时间"),
        .kind = REGISTER_DATE},
    [DEPUTY_LEADER] = {.name = S0("leader"), .zh = S0("组长"),
        .en = S0("Leader"), .synonyms = S0("是否组长"),
        .kind = REGISTER_YES_NO},
    [DEPUTY_TIMES] = {.name = S0("times"), .zh = S0("届数"),
        .en = S0("Terms"), .synonyms = S0("连任届数"), .kind = REGISTER_INT,
        .min = 1, .max = 20},
    [DEPUTY_NOTE] = {.name = S0("note"), .zh = S0("备注"), .en = S0("Note"),
        .kind = REGISTER_TEXT, .max = 20},
};

const struct register_table DEPUTIES = {
    S0("deputies"), S0("代表名册"), COLUMNS, DEPUTY_FIELDS};
