/* Any bytes as a page: the compiler must neither crash nor hang, and what
 * it takes without a mistake it must be able to write. */
#include "tools/embed/embed_page.h"
#include "tools/embed/tests/small_catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_known(struct catalogue *all)
{
    struct shape *row = shape_add(all, S("row"), S("small"), false);
    member_add(all, row, S("id"), (struct type){.kind = TYPE_INT});
    member_add(all, row, S("a"), (struct type){.kind = TYPE_TEXT});
    struct form *form = NEW(all->arena, struct form);
    *form = (struct form){.name = S("f"), .folder = S("small"), .count = 1};
    form->fields = NEW(all->arena, struct form_field);
    *form->fields = (struct form_field){.name = S("a"), .kind = FIELD_TEXT};
    all->forms = form;
}

static void write_all(struct catalogue *all)
{
    struct out out = out_new(all->arena, 1 << 22);
    page_write_includes(all, S("small"), &out);
    page_write_header(all, S("small"), &out);
    page_write_source(all, S("small"), &out);
}

static const char HEAD[] =
    "{page p}\n{field t text}\n{field n int}\n{field r row}\n"
    "{field l row[]}\n{field f form f}\n{field c choices}\n{field h html}\n"
    "---\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 20, (size_t)1 << 29);
    struct catalogue all = small_catalogue(arena);
    small_words(NULL);
    add_known(&all);
    str text = {(const char *)data, (ptrdiff_t)size};
    page_take(&all, S("small"), S("whole.html"), text);
    page_take(&all, S("small"), S("body.html"),
              str_join(arena, str_of(HEAD), text));
    page_close_folder(&all, S("small"));
    if (all.wrong == 0) {
        write_all(&all);
    }
    arena_free(arena);
    return 0;
}
