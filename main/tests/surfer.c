#include "main/tests/surfer.h"

static void keep_cookie(struct surfer *surfer, const char *name, str *kept)
{
    str mark = str_format(surfer->stand->arena, "Set-Cookie: %s=", name);
    ptrdiff_t at = str_find(surfer->last.head, mark);
    if (at >= 0) {
        str rest = str_skip(surfer->last.head, at + mark.n);
        *kept = str_cut(&rest, ';');
    }
}

static int ask(struct surfer *surfer, const char *method, str path, str body)
{
    struct stand *stand = surfer->stand;
    const struct call call = {
        .method = method, .path = path,
        .cookies = str_format(stand->arena,
                   "sid=%.*s; half=%.*s; entry=%.*s; xq=%.*s; oidc=%.*s",
                   SF(surfer->sid), SF(surfer->half), SF(surfer->entry),
                   SF(surfer->client), SF(surfer->oidc)),
        .body = body};
    surfer->last = call_site(stand->arena, site_port(stand->site), &call);
    keep_cookie(surfer, "sid", &surfer->sid);
    keep_cookie(surfer, "half", &surfer->half);
    keep_cookie(surfer, "entry", &surfer->entry);
    keep_cookie(surfer, "xq", &surfer->client);
    keep_cookie(surfer, "oidc", &surfer->oidc);
    return surfer->last.status;
}

int surf(struct surfer *surfer, str path)
{
    return ask(surfer, "GET", path, S(""));
}

bool surfer_sees(const struct surfer *surfer, str text)
{
    return str_find(surfer->last.body, text) >= 0;
}

str surfer_reads(const struct surfer *surfer, str before, char after)
{
    ptrdiff_t at = str_find(surfer->last.body, before);
    if (at < 0) {
        return S("");
    }
    str rest = str_skip(surfer->last.body, at + before.n);
    return str_cut(&rest, after);
}

int surf_post(struct surfer *surfer, str page, str path, str fields)
{
    assert_int_equal(surf(surfer, page), 200);
    str token = surfer_reads(surfer, S("name=\"_token\" value=\""), '"');
    str body = str_format(surfer->stand->arena,
                          "_token=%.*s&_once=surfer%d%p&%.*s", SF(token),
                          surfer->sent++, (void *)surfer, SF(fields));
    return ask(surfer, "POST", path, body);
}
