/* The people of the demo, all invented: a handful for each role and place.
 * A login begins with the place: rd 如东, cj 长江镇, hc 海城镇, th 太和镇,
 * hn 河南县. */
#include "main/demo.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

/* Rows in the order of struct world_person. */
#define OFFICE(login, name, role, area) \
    {login, name, role, area, NULL, NULL, NULL, NULL, NULL}
#define LIAISON(login, name, area, station) \
    {login, name, ROLE_LIAISON, area, station, NULL, NULL, NULL, NULL}
#define CLERK(login, name, area, organ) \
    {login, name, ROLE_ORGAN, area, organ, NULL, NULL, NULL, NULL}
#define DEPUTY(login, name, area, station, congress, patch, group, motto) \
    {login, name, ROLE_DEPUTY, area, station, congress, patch, motto, group}
#define HEAD(login, name, area, station, group, motto)            \
    {login, name, ROLE_DEPUTY | ROLE_LEADER, area, station, area, \
     area, motto, group}

static const struct world_person PEOPLE[] = {
    OFFICE("sysadmin", "系统管理员", ROLE_SYSADMIN, ""),
    OFFICE("secadmin", "安全管理员", ROLE_SECADMIN, ""),
    OFFICE("auditadmin", "审计管理员", ROLE_AUDITADMIN, ""),
    OFFICE("shenji", "审计员", ROLE_AUDITOR, ""),

    OFFICE("rd-xianwei", "陈红", ROLE_COUNTY, "320623"),
    OFFICE("rd-heguang", "何光", ROLE_PRESIDIUM, "320623001"),
    OFFICE("rd-shenping", "沈平", ROLE_PRESIDIUM, "320623107"),
    LIAISON("rd-wujie", "吴洁", "320623001", "rd.掘港"),
    LIAISON("rd-zhoulan", "周岚", "320623107", "rd.马塘"),
    HEAD("rd-liuyang", "刘洋", "320623001", "rd.诉源", "rd.g",
         "有话好好说，邻里少上火"),
    DEPUTY("rd-gumin", "顾敏", "320623001", "rd.山禾", "320623",
           "320623001001", "rd.g", "孩子放学以后的两个小时"),
    DEPUTY("rd-sunlei", "孙磊", "320623107", "rd.新能人", "320623107",
           "320623107213", "rd.m", "种粮人的沟渠路"),
    DEPUTY("rd-fengqiu", "冯秋", "320623107", "rd.亚秋", "320623107",
           "320623107001", "rd.m", "妇女、老人和阅览室"),
    CLERK("rd-zhujian", "住建局办事员", "320623", "rd.住建"),
    CLERK("rd-xiaofang", "消防救援大队办事员", "320623", "rd.消防"),
    CLERK("rd-chengguan", "城管局办事员", "320623", "rd.城管"),
    CLERK("rd-shuili", "水利局办事员", "320623", "rd.水利"),

    OFFICE("rg-wanghui", "王慧", ROLE_COUNTY, "320682"),
    OFFICE("cj-shixin", "施欣", ROLE_PRESIDIUM, "320682111"),
    LIAISON("cj-limin", "李敏", "320682111", "cj.中心"),
    HEAD("cj-xuning", "徐宁", "320682111", "cj.中心", "cj.g1",
         "心愿要接得住、办得成"),
    DEPUTY("cj-qianfeng", "钱峰", "320682111", "cj.中心", "320682111",
           "320682111005", "cj.g1", "企业和车间里的事"),
    DEPUTY("cj-gemei", "葛梅", "320682111", "cj.中心", "320682111",
           "320682111203", "cj.g2", "留守老人和孩子"),
    DEPUTY("cj-zhangbin", "张斌", "320682111", "cj.中心", "320682",
           "320682111028", "cj.g2", "江边的水和树"),
    CLERK("cj-jianshe", "建设局办事员", "320682111", "cj.建设"),
    CLERK("cj-shehui", "社会管理服务中心办事员", "320682111", "cj.社管"),
    CLERK("cj-weimin", "为民服务中心办事员", "320682111", "cj.为民"),
    CLERK("cj-nongcun", "农村工作局办事员", "320682111", "cj.农村"),

    OFFICE("hf-luoxia", "罗霞", ROLE_COUNTY, "441521"),
    OFFICE("hc-yanglin", "杨林", ROLE_PRESIDIUM, "441521115"),
    LIAISON("hc-linna", "林娜", "441521115", "hc.中心"),
    LIAISON("hc-huangwei", "黄伟", "441521115", "hc.停车"),
    HEAD("hc-zhengli", "郑丽", "441521115", "hc.中心", "hc.g",
         "每月接待、每月走访、每年述职"),
    DEPUTY("hc-chenjun", "陈军", "441521115", "hc.停车", "441521",
           "441521115007", "hc.g", "停车位和人行道"),
    DEPUTY("hc-caiting", "蔡婷", "441521115", "hc.海珠", "441521115",
           "441521115001", "hc.g", "老街坊的日常"),
    CLERK("hc-shizheng", "市政园林管理所办事员", "441521", "hc.市政"),
    CLERK("hc-jiaoguan", "交通管理大队办事员", "441521", "hc.交管"),
    CLERK("hc-zhifa", "综合行政执法办公室办事员", "441521115", "hc.执法"),

    OFFICE("qx-heli", "何丽", ROLE_COUNTY, "441803"),
    OFFICE("th-tanwei", "谭伟", ROLE_PRESIDIUM, "441803102"),
    LIAISON("th-panyu", "潘宇", "441803102", "th.中心"),
    HEAD("th-lufen", "陆芬", "441803102", "th.中心", "th.g",
         "小病坐诊，急事巡诊"),
    DEPUTY("th-liangjie", "梁洁", "441803102", "th.西河", "441803102",
           "4418031020061", "th.g", "老小区的电和水"),
    DEPUTY("th-zhuqi", "朱琪", "441803102", "th.中心", "441803",
           "441803102003", "th.g", "街坊微信群里的事"),
    DEPUTY("th-huangchao", "黄超", "441803102", "th.中心", "441803102",
           "441803102201", "th.g", "山路、水渠、果园"),
    CLERK("th-gongdian", "供电局办事员", "441803", "th.供电"),
    CLERK("th-jianban", "规划建设办公室办事员", "441803102", "th.建办"),
    CLERK("th-huanwei", "环境卫生管理所办事员", "441803102", "th.环卫"),

    OFFICE("hn-suonan", "索南", ROLE_COUNTY, "632324"),
    OFFICE("hn-renqing", "仁青", ROLE_PRESIDIUM, "632324203"),
    OFFICE("hn-gonbao", "贡保", ROLE_PRESIDIUM, "632324100"),
    OFFICE("hn-lamao", "拉毛", ROLE_PRESIDIUM, "632324201"),
    LIAISON("hn-cairang", "才让", "632324203", "hn.柯生"),
    LIAISON("hn-drolma", "卓玛", "632324100", "hn.优干宁"),
    LIAISON("hn-wende", "文德", "632324201", "hn.多松"),
    DEPUTY("hn-zhaxi", "扎西", "632324203", "hn.柯生", "632324203",
           "632324203202", "hn.g", "牧道、牧草和冬天的水"),
    DEPUTY("hn-naren", "娜仁", "632324100", "hn.优干宁", "632324",
           "632324100200", NULL, "看病和上学的路"),
    DEPUTY("hn-danzheng", "旦正", "632324201", "hn.多松", "6323",
           "632324201201", NULL, "合作社和年轻人"),
    CLERK("hn-nongmu", "农牧和科技局办事员", "632324", "hn.农牧"),
    CLERK("hn-jiaotong", "交通运输局办事员", "632324", "hn.交通"),
    CLERK("hn-shuili", "水利局办事员", "632324", "hn.水利"),
    CLERK("hn-weijian", "卫生健康局办事员", "632324", "hn.卫健"),
};

void demo_people(struct world_plan *plan)
{
    plan->people = PEOPLE;
    plan->person_count = COUNT(PEOPLE);
}
