/* What may be written down about accounts.  See the header. */
#include "features/people/account_store.h"

#include "desk_gen.h"
#include "features/people/people_grants.h"
#include "page/words.h"
#include "text/fold.h"

static err judge_login(struct task *task, struct new_account *account,
                       struct fault *fault)
{
    struct account_row other;
    account->login = fold_text(task->arena, account->login);
    if (!login_is_good(account->login)) {
        *fault = (struct fault){ERR_INVALID, FORM_ACCOUNT_LOGIN,
                                W("用户名只能有小写字母、数字和 . _ -，"
                                  "以字母或数字开头。")};
        return OK;
    }
    err found = q_account_by_login(task->tx, account->login, &other);
    if (found == OK) {
        *fault = (struct fault){ERR_INVALID, FORM_ACCOUNT_LOGIN,
                                W("这个用户名已经有人用了。")};
    }
    return found == ERR_NOT_FOUND ? OK : found;
}

static struct wanted_grant wanted_of(const struct new_account *account)
{
    return (struct wanted_grant){
        .account_id = account->id, .role_word = account->role_word,
        .ref = account->ref, .area = account->area,
        .until_at = account->until_at, .field_role = FORM_ACCOUNT_ROLE,
        .field_area = FORM_ACCOUNT_AREA, .field_ref = FORM_ACCOUNT_REF,
        .role = account->role, .ref_id = account->ref_id,
    };
}

err account_judge(struct task *task, struct new_account *account,
                  struct fault *fault)
{
    struct grant_line_list held = {0};
    struct wanted_grant wanted = wanted_of(account);
    if (account->id != 0) {
        TRY(q_grants_of(task->tx, account->id, &held));
    }
    TRY(grant_judge(task, &wanted, &held, fault));
    account->role = wanted.role;
    account->ref_id = wanted.ref_id;
    return fault->why == OK && account->id == 0
               ? judge_login(task, account, fault)
               : OK;
}

err account_store(struct task *task, struct new_account *account, str hash)
{
    must(account->role != 0);       /* judged before */
    if (account->id == 0) {
        account->id = task_id(task);
        struct q_account_add_args args = {
            .id = account->id, .login = account->login,
            .name = account->name, .hash = hash, .made_at = task->now_ms,
        };
        TRY(q_account_add(task->tx, &args));
    }
    struct wanted_grant wanted = wanted_of(account);
    TRY(grant_store(task, &wanted));
    account->grant_id = wanted.grant_id;
    return OK;
}

enum grant_about account_about(str role_word)
{
    return role_about(role_of_word(role_word));
}
