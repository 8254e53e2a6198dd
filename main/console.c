/* Words to a terminal. */
#include "main/console.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/out.h"

static bool line_is_open;

str console_number(struct arena *arena, int64_t n)
{
    str digits = str_format(arena, "%lld", (long long)n);
    struct out out = out_new(arena, 64);
    for (ptrdiff_t i = 0; i < digits.n; i++) {
        bool digit_before = i > 0 && digits.p[i - 1] != '-';
        if (digit_before && (digits.n - i) % 3 == 0) {
            out_char(&out, ',');
        }
        out_char(&out, digits.p[i]);
    }
    return out_text(&out);
}

void console_progress(int64_t done, int64_t total, const char *what)
{
    must(done >= 0);
    struct arena *arena = arena_new(1 << 10, 1 << 14);
    bool terminal = isatty(STDERR_FILENO) != 0;
    str now = console_number(arena, done);
    str all = total > 0 ? console_number(arena, total) : S("");
    fprintf(stderr, "%s%.*s%s%.*s %s%s", terminal ? "\r" : "", SF(now),
            total > 0 ? " / " : "", SF(all), what, terminal ? "" : "\n");
    line_is_open = terminal;
    arena_free(arena);
}

void console_progress_end(void)
{
    if (line_is_open) {
        fputc('\n', stderr);
        line_is_open = false;
    }
}

static bool read_all(struct arena *arena, FILE *file, int64_t most,
                     str *bytes)
{
    struct stat about;
    if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode)) {
        errno = EINVAL;
        return false;
    }
    if (about.st_size > most) {
        errno = EFBIG;
        return false;
    }
    size_t n = (size_t)about.st_size;
    char *space = arena_take(arena, n + 1, 1);
    size_t got = fread(space, 1, n, file);
    *bytes = (str){space, (ptrdiff_t)got};
    return got == n;
}

bool console_read_file(struct arena *arena, str path, int64_t most,
                       str *bytes)
{
    FILE *file = fopen(str_c(arena, path), "re");
    bool good = file != NULL && read_all(arena, file, most, bytes);
    if (!good) {
        fprintf(stderr, "xinqiao: %.*s cannot be read: %s\n", SF(path),
                strerror(errno));
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return good;
}
