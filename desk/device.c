/* Two tables: the first mark that is found counts. */
#include "desk/device.h"

#include "desk/task.h"

struct mark {
    const char *mark, *word;
    str zh;
};

/* Tablets say "Android" without "Mobile"; so "Mobile" is looked for first. */
static const struct mark KINDS[] = {
    {"iPad", "tablet", W0("平板")},
    {"Tablet", "tablet", W0("平板")},
    {"Mobile", "phone", W0("手机")},
    {"iPhone", "phone", W0("手机")},
    {"Android", "tablet", W0("平板")},
    {"Windows", "computer", W0("电脑")},
    {"Macintosh", "computer", W0("电脑")},
    {"X11", "computer", W0("电脑")},
    {"Linux", "computer", W0("电脑")},
};

/* Those that look like another one stand before it: the office's WeChat says
 * MicroMessenger too, and nearly all say Chrome and Safari. */
static const struct mark APPS[] = {
    {"wxwork", "wecom", W0("企业微信")},
    {"MicroMessenger", "wechat", W0("微信")},
    {"DingTalk", "dingtalk", W0("钉钉")},
    {"AlipayClient", "alipay", W0("支付宝")},
    {"Feishu", "feishu", W0("飞书")},
    {"Lark", "feishu", W0("飞书")},
    {"QQBrowser", "qqbrowser", W0("QQ 浏览器")},
    {"QIHU", "360", W0("360 浏览器")},
    {"360SE", "360", W0("360 浏览器")},
    {"360EE", "360", W0("360 浏览器")},
    {"UCBrowser", "uc", W0("UC 浏览器")},
    {"HuaweiBrowser", "huawei", W0("华为浏览器")},
    {"MiuiBrowser", "miui", W0("小米浏览器")},
    {"Edg", "edge", W0("Edge 浏览器")},
    {"Firefox", "firefox", W0("火狐浏览器")},
    {"Chrome", "chrome", W0("Chrome 浏览器")},
    {"Safari", "safari", W0("Safari 浏览器")},
};

enum {
    KIND_COUNT = sizeof KINDS / sizeof KINDS[0],
    APP_COUNT = sizeof APPS / sizeof APPS[0]
};

static str word_found(const struct mark *marks, int count, str text)
{
    for (int i = 0; i < count; i++) {
        if (str_find(text, str_of(marks[i].mark)) >= 0) {
            return str_of(marks[i].word);
        }
    }
    return S("other");
}

static str zh_of(const struct mark *marks, int count, str word)
{
    for (int i = 0; i < count; i++) {
        if (str_eq(str_of(marks[i].word), word)) {
            return marks[i].zh;
        }
    }
    return S("");
}

str device_of(struct arena *arena, str user_agent)
{
    str kind = word_found(KINDS, KIND_COUNT, user_agent);
    str app = word_found(APPS, APP_COUNT, user_agent);
    return str_format(arena, "%.*s %.*s", SF(kind), SF(app));
}

str device_kind_zh(str device)
{
    return zh_of(KINDS, KIND_COUNT, str_cut(&device, ' '));
}

str device_app_zh(str device)
{
    (void)str_cut(&device, ' ');
    return zh_of(APPS, APP_COUNT, device);
}

str device_told(struct task *task, str device)
{
    str kind = device_kind_zh(device);
    str app = device_app_zh(device);
    if (kind.n == 0 && app.n == 0) {
        return task_word(task, W("其他设备"));
    }
    bool both = kind.n > 0 && app.n > 0;
    return str_format(task->arena, "%.*s%s%.*s", SF(task_word(task, kind)),
                      both ? " · " : "", SF(task_word(task, app)));
}
