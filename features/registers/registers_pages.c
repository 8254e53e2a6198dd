/* 迁入: the list of registers and of imports, and what leads where. */
#include "features/registers/registers_pages.h"

#include "base/area_code.h"
#include "desk/journal.h"
#include "features/registers/moving_work.h"
#include "features/registers/registers.h"
#include "page/words.h"

enum { PAGE_ROWS = 20, CHORE_MS = 700 };

/* Accounts are for the security administrator, the rest for keepers; each
 * book says which. */
#define ROLES_MOVERS (ROLES_KEEPERS | ROLE_SECADMIN)

static err registers(struct task *task);

static const struct route ROUTES[] = {
    {.key = {METHOD_GET, "/registers"}, .who = ROLES_MOVERS,
     .handle = registers, .what = "迁入", .form = &FORM_REGISTERS,
     .page = &PAGE_REGISTERS, .flags = ROUTE_LIVE},
    {.key = {METHOD_GET, "/registers/{register}"}, .who = ROLES_MOVERS,
     .handle = register_page, .what = "一个名册的迁入页",
     .page = &PAGE_REGISTER_SEND},
    {.key = {METHOD_POST, "/registers/{register}"}, .who = ROLES_MOVERS,
     .handle = import_send, .what = "上传名册", .form = &FORM_REGISTER_SEND,
     .again = register_page, .prepare = import_prepare},
    {.key = {METHOD_GET, "/registers/{register}/template/{format}"},
     .who = ROLES_MOVERS, .handle = register_template_file,
     .what = "下载名册模板"},
    {.key = {METHOD_GET, "/registers/{register}/export/{format}"},
     .who = ROLES_MOVERS, .handle = register_export_file,
     .what = "导出名册"},
    {.key = {METHOD_GET, "/imports/{id}"}, .who = ROLES_MOVERS,
     .handle = import_page, .what = "一次迁入", .form = &FORM_REGISTER_NOTES,
     .page = &PAGE_IMPORT_SHOW, .flags = ROUTE_LIVE},
    {.key = {METHOD_GET, "/imports/{id}/columns"}, .who = ROLES_MOVERS,
     .handle = import_columns_page, .what = "名册的列对应页",
     .page = &PAGE_IMPORT_COLUMNS},
    {.key = {METHOD_POST, "/imports/{id}/columns"}, .who = ROLES_MOVERS,
     .handle = import_columns, .what = "指定名册的列",
     .form = &FORM_REGISTER_MAP, .again = import_columns_page},
    {.key = {METHOD_GET, "/imports/{id}/corrected"}, .who = ROLES_MOVERS,
     .handle = import_corrected, .what = "下载标出错误的表格"},
    {.key = {METHOD_POST, "/imports/{id}/twins"}, .who = ROLES_MOVERS,
     .handle = import_twin, .what = "说明是不是同一个人",
     .form = &FORM_REGISTER_TWIN},
    {.key = {METHOD_POST, "/imports/{id}/confirm"}, .who = ROLES_MOVERS,
     .handle = import_confirm, .what = "确认迁入"},
    {.key = {METHOD_POST, "/imports/{id}/again"}, .who = ROLES_MOVERS,
     .handle = import_again, .what = "重新开始迁入"},
    {.key = {METHOD_POST, "/imports/{id}/undo"}, .who = ROLES_MOVERS,
     .handle = import_undo, .what = "撤销迁入"},
    {.key = {METHOD_GET, "/doubles"}, .who = ROLES_KEEPERS,
     .handle = doubles_page, .what = "同名的代表", .form = &FORM_DOUBLES,
     .page = &PAGE_DOUBLES},
    {.key = {METHOD_GET, "/doubles/{code}/{other}"}, .who = ROLES_KEEPERS,
     .handle = double_page, .what = "两位同名的代表",
     .page = &PAGE_DOUBLE_SHOW},
    {.key = {METHOD_POST, "/doubles/{code}/{other}"}, .who = ROLES_KEEPERS,
     .handle = double_merge, .what = "合并两位代表"},
    {.key = {METHOD_POST, "/imports/{id}/drop"}, .who = ROLES_MOVERS,
     .handle = import_drop, .what = "放弃迁入"},
};

static const struct nav NAV[] = {
    {"/registers", W0("迁入"), ROLES_MOVERS, 9},
};

static const struct event_name EVENTS[] = {
    {"register.again", W0("重新开始迁入")},
    {"register.columns", W0("指定名册的列")},
    {"register.confirm", W0("确认迁入")},
    {"register.drop", W0("放弃迁入")},
    {"register.import", W0("迁入名册")},
    {"register.send", W0("上传名册")},
    {"register.takeback", W0("要求撤销迁入")},
    {"register.twin", W0("说明是不是同一个人")},
    {"register.undo", W0("撤销迁入")},
};

static err register_told(struct task *task, str value, str *told)
{
    must(task->magic == TASK_MAGIC);
    const struct book *book = book_of(value);
    *told = book == NULL ? value : book->table->zh;
    return OK;
}

static const struct fact_name FACTS[] = {
    {"register", W0("名册"), register_told, NULL},
    {"added", W0("新增"), NULL, NULL},
    {"changed", W0("改动"), NULL, NULL},
};

static const struct chore CHORES[] = {
    {"imports", CHORE_MS, moving_chore},
};

const struct feature REGISTERS_FEATURE = {
    .name = "registers",
    .routes = ROUTES,
    .route_count = sizeof ROUTES / sizeof ROUTES[0],
    .nav = NAV,
    .nav_count = sizeof NAV / sizeof NAV[0],
    .events = EVENTS,
    .event_count = sizeof EVENTS / sizeof EVENTS[0],
    .facts = FACTS,
    .fact_count = sizeof FACTS / sizeof FACTS[0],
    .chores = CHORES,
    .chore_count = sizeof CHORES / sizeof CHORES[0],
};

err book_of_route(struct task *task, const struct book **book)
{
    *book = book_of(task_param(task, "register"));
    bool mine = *book != NULL && viewer_is(&task->viewer, (*book)->who);
    return mine ? OK : ERR_NOT_FOUND;
}

err import_of_route(struct task *task, struct import_row *import)
{
    int64_t id = 0;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_import_by_id(task->tx, id, import));
    const struct book *book = book_of(import->book);
    bool mine = book != NULL &&
                viewer_may(&task->viewer, book->who, import->area);
    return mine ? OK : ERR_NOT_FOUND;
}

err import_told(struct task *task, const struct import_row *import, str kind)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "register", import->book);
    struct event event = {
        .kind = kind,
        .object_id = import->id,
        .area = import->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

/* What is said of an import in the list. */
static str state_word(const struct task *task,
                      const struct import_row *import)
{
    static const struct {
        const char *state;
        str zh;
    } WORDS[] = {
        {"mapping", W0("还没有检查")},   {"to_check", W0("等待检查")},
        {"checking", W0("正在检查")},    {"checked", W0("已检查，没有确认")},
        {"to_apply", W0("等待写入")},    {"applying", W0("正在写入")},
        {"applied", W0("已迁入")},       {"to_undo", W0("等待撤销")},
        {"undoing", W0("正在撤销")},     {"undone", W0("已撤销")},
        {"failed", W0("没有成功")},      {"dropped", W0("已放弃")},
    };
    if (moving_is_broken(task, import)) {
        return W("中断");
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (str_eq(import->state, str_of(WORDS[i].state))) {
            return WORDS[i].zh;
        }
    }
    return import->state;
}

static struct import_item item_of(struct task *task,
                                  const struct import_row *import)
{
    const struct book *book = book_of(import->book);
    return (struct import_item){
        .id = import->id,
        .book = book == NULL ? import->book : book->table->zh,
        .file_name = import->file_name,
        .state = state_word(task, import),
        .made_at = import->made_at,
        .added = import->add_count,
        .changed = import->change_count,
        .over = str_eq(import->state, S("applied")),
    };
}

static struct book_item_list books_of(struct task *task)
{
    struct book_item_list items = {.n = 0};
    while (book_at((int)items.n) != NULL) {
        items.n++;
    }
    items.rows = NEW_MANY(task->arena, struct book_item, items.n);
    ptrdiff_t n = 0;
    for (int i = 0; book_at(i) != NULL; i++) {
        const struct book *book = book_at(i);
        if (viewer_is(&task->viewer, book->who)) {
            items.rows[n++] = (struct book_item){
                .name = book->table->name, .title = book->table->zh,
                .what = book->what};
        }
    }
    items.n = n;
    return items;
}

static err registers(struct task *task)
{
    const struct form_registers *form = task_form(task, &FORM_REGISTERS);
    int64_t lo = 0;
    int64_t hi = 0;
    int64_t before = INT64_MAX;
    struct import_row_list list;
    viewer_scope(&task->viewer, ROLES_MOVERS, &lo, &hi);
    if (form->before.n > 0 && !str_to_int(form->before, &before)) {
        return ERR_BAD_REQUEST;
    }
    struct q_imports_of_args args = {
        .lo = lo, .hi = hi, .before = before,
        .accounts = viewer_is(&task->viewer, ROLE_SECADMIN),
        .others = viewer_is(&task->viewer, ROLES_KEEPERS),
    };
    TRY(q_imports_of(task->tx, &args, &list));
    struct page_registers page = {.books = books_of(task)};
    page.imports.n = list.n < PAGE_ROWS ? list.n : PAGE_ROWS;
    page.imports.rows = NEW_MANY(task->arena, struct import_item, list.n);
    for (ptrdiff_t i = 0; i < page.imports.n; i++) {
        page.imports.rows[i] = item_of(task, &list.rows[i]);
    }
    if (list.n > PAGE_ROWS) {
        page.next = str_format(task->arena, "/registers?before=%lld",
                               (long long)list.rows[PAGE_ROWS - 1].id);
    }
    return task_show(task, &PAGE_REGISTERS, &page);
}
