#include "desk/secret.h"

#include <assert.h>

static const str SENTENCES[] = {
    [PASSWORD_FINE] = S0(""),
    [PASSWORD_SHORT] = W0("密码至少要有 8 个字。"),
    [PASSWORD_LONG] = W0("密码最多 128 个字。"),
    [PASSWORD_COMMON] =
        W0("这个密码太常见，容易被猜到。请换一个，例如几个不相干的词连起来。"),
    [PASSWORD_PERSONAL] =
        W0("密码不能只靠您的用户名、姓名或本系统的名称，请换一个。"),
};
static_assert(sizeof SENTENCES / sizeof SENTENCES[0] == PASSWORD_FAULTS,
              "every fault has its sentence");

enum password_fault secret_judge(struct task *task, str password, str login,
                                 str name)
{
    must(task->magic == TASK_MAGIC);
    const struct password_owner owner = {login, name,
                                         task->desk->site_name};
    return password_judge(task->arena, password, &owner);
}

err secret_refuse(struct task *task, int field, enum password_fault fault)
{
    must(fault < PASSWORD_FAULTS);
    return fault == PASSWORD_FINE
               ? OK
               : task_invalid(task, field, SENTENCES[fault]);
}
