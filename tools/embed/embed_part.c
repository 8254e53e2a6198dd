/* Parts of queries: a column list, a join or a condition that several queries
 * of a folder share stands once, as -- part: name, and is used as {name}. */
#include "tools/embed/embed_query.h"

/* Parts of parts grow fast; no query of ours comes near. */
enum { EXPANDED_LIMIT = 64 * 1024 };

static struct part_def *part_by_name(const struct catalogue *all,
                                     str folder, str name)
{
    for (struct part_def *part = sql_of(all)->parts; part != NULL;
         part = part->next) {
        if (str_eq(part->folder, folder) && str_eq(part->name, name)) {
            return part;
        }
    }
    return NULL;
}

/* The name in the braces that `s` begins with, and their length; empty if
 * they are not written so. */
static str name_in_braces(str s, ptrdiff_t *length)
{
    must(str_starts(s, S("{")));
    str rest = str_skip(s, 1);
    str name = name_cut(&rest);
    bool good = name.n > 0 && str_starts(rest, S("}"));
    *length = good ? name.n + 2 : 1;
    return good ? name : S("");
}

struct sql_text part_expand(struct catalogue *all, str folder, str file,
                            struct sql_text source)
{
    struct sql_text whole = {S(""), source.line, source.wrong};
    struct out out = out_new(all->arena, EXPANDED_LIMIT);
    str rest = source.text;
    int line = source.line;
    while (rest.n > 0) {
        enum sql_token token = SQL_SIGN;
        ptrdiff_t n = sql_token(rest, &token);
        str piece = str_slice(rest, 0, n);
        if (!str_eq(piece, S("{"))) {
            out_str(&out, piece);
            line += sql_line_breaks(piece);
            rest = str_skip(rest, n);
            continue;
        }
        str name = name_in_braces(rest, &n);
        struct part_def *part = part_by_name(all, folder, name);
        if (part == NULL) {
            embed_wrong(all, file, line, "{%.*s}: there is no such part "
                        "above; -- part: name makes one", SF(name));
            whole.wrong = true;
        } else {
            part->used = true;
            whole.wrong = whole.wrong || part->wrong;
            out_str(&out, part->text);
        }
        rest = str_skip(rest, n);
    }
    if (out.full) {
        embed_wrong(all, file, source.line, "this is longer than %d bytes "
                    "with all its parts", EXPANDED_LIMIT);
        whole.wrong = true;
        return whole;
    }
    whole.text = out_text(&out);
    return whole;
}

/* On one line, so that the lines of a query that uses it keep their numbers.
 * A comment would then hide what follows, so it goes. */
static str on_one_line(struct catalogue *all, str file, struct sql_text sql)
{
    struct out out = out_new(all->arena, EXPANDED_LIMIT);
    str rest = sql.text;
    bool apart = false;             /* from what was written before */
    while (rest.n > 0) {
        enum sql_token token = SQL_SIGN;
        ptrdiff_t n = sql_token(rest, &token);
        str piece = str_slice(rest, 0, n);
        rest = str_skip(rest, n);
        if (token == SQL_BLANK || token == SQL_COMMENT) {
            apart = out.n > 0;
            continue;
        }
        if (apart) {
            out_char(&out, ' ');
            apart = false;
        }
        if (sql_line_breaks(piece) > 0) {
            embed_wrong(all, file, sql.line,
                        "a quoted text in a part ends on its line");
        }
        out_str(&out, piece);
    }
    must(!out.full);
    return out_text(&out);
}

void part_add(struct catalogue *all, struct part_def *part,
              struct sql_text sql)
{
    struct sql *book = sql_of(all);
    must(part->next == NULL && part->file.n > 0);
    const struct part_def *other = part_by_name(all, part->folder,
                                                part->name);
    part->text = on_one_line(all, part->file, sql);
    part->wrong = sql.wrong;
    if (!name_is_good(part->name)) {
        embed_wrong(all, part->file, part->line, "a part needs a name, "
                    "-- part: x_columns");
    } else if (other != NULL) {
        embed_wrong(all, part->file, part->line,
                    "there is a part %.*s already (%.*s:%d)",
                    SF(part->name), SF(other->file), other->line);
    } else if (part->text.n == 0 && !part->wrong) {
        embed_wrong(all, part->file, part->line, "part %.*s has no SQL",
                    SF(part->name));
    } else {
        part->next = book->parts;
        book->parts = part;
    }
}

void part_tell_unused(struct catalogue *all)
{
    for (const struct part_def *part = sql_of(all)->parts; part != NULL;
         part = part->next) {
        if (!part->used) {
            embed_wrong(all, part->file, part->line,
                        "part %.*s is not used", SF(part->name));
        }
    }
}
