/* Escaping for like; both engines read it the same way. */
#include "text/like.h"

#include "base/out.h"

str like_anywhere(struct arena *arena, str typed)
{
    must(typed.n >= 0);
    struct out out = out_new(arena, 2 * typed.n + 2);
    out_char(&out, '%');
    for (ptrdiff_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == '%' || c == '_' || c == '\\') {
            out_char(&out, '\\');
        }
        out_char(&out, c);
    }
    if (typed.n > 0) {
        out_char(&out, '%');
    }
    must(!out.full);
    must(out.n >= typed.n);
    return out_text(&out);
}
