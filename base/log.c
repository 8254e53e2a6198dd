/* Builds each line on the stack and hands it to the kernel in one write, so
 * lines of many threads and processes never mix. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum {
    LINE_MAX_BYTES = 4096,          /* PIPE_BUF: written whole or not */
    TAIL_BYTES = 8,                 /* kept free for …" and the line end */
    SAY_MAX_BYTES = 2048
};

struct line {
    char text[LINE_MAX_BYTES];
    ptrdiff_t n;
    bool full;
};

static atomic_int threshold = LOG_INFO;

static const char *const LEVELS[] = {
    [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

void log_threshold(enum log_level level)
{
    must(level <= LOG_ERROR);
    atomic_store(&threshold, (int)level);
}

bool log_is_heard(enum log_level level)
{
    must(level <= LOG_ERROR);
    return (int)level >= atomic_load(&threshold);
}

/* All or nothing, so an escape or a character is never cut. */
static void line_add(struct line *line, str s)
{
    must(s.n >= 0);
    must(line->n <= LINE_MAX_BYTES);
    if (line->full || line->n + s.n > LINE_MAX_BYTES - TAIL_BYTES) {
        line->full = true;
        return;
    }
    if (s.n > 0) {
        memcpy(line->text + line->n, s.p, (size_t)s.n);
    }
    line->n += s.n;
}

/* Into the bytes that line_add() leaves free. */
static void line_end(struct line *line, str tail)
{
    must(line->n + tail.n <= LINE_MAX_BYTES);
    memcpy(line->text + line->n, tail.p, (size_t)tail.n);
    line->n += tail.n;
}

static bool is_plain(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9');
        if (!word && (c == '\0' || strchr("._:/+-", c) == NULL)) {
            return false;
        }
    }
    return s.n > 0;
}

/* Characters that a terminal or viewer obeys instead of showing: controls,
 * line and paragraph separators, and those that turn the direction. */
static bool is_tricky(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) ||
           point == 0x061C || point == 0xFEFF ||
           (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F);
}

static void add_point(struct line *line, str here, uint32_t point)
{
    char escape[16];
    if (point == '"' || point == '\\') {
        line_add(line, (str){(char[]){'\\', (char)point}, 2});
    } else if (point == '\n') {
        line_add(line, S("\\n"));
    } else if (is_tricky(point)) {
        int n = snprintf(escape, sizeof escape, "\\u%04x", (unsigned)point);
        line_add(line, (str){escape, n});
    } else if (point == 0xFFFD) {
        line_add(line, S("\xEF\xBF\xBD"));
    } else {
        line_add(line, here);
    }
}

static void add_quoted(struct line *line, str value)
{
    line_add(line, S("\""));
    while (value.n > 0 && !line->full) {
        ptrdiff_t n = 0;
        uint32_t point = str_code_point(value, &n);
        add_point(line, str_slice(value, 0, n), point);
        value = str_skip(value, n);
    }
    if (line->full) {
        line_end(line, S("…"));
    }
    line_end(line, S("\""));
}

static void add_field(struct line *line, const char *key, str value)
{
    must(key != NULL);
    must(is_plain(str_of(key)));
    /* Room for the key, or the whole field stays out. */
    str name = str_of(key);
    if (line->full ||
        line->n + name.n + 3 > LINE_MAX_BYTES - TAIL_BYTES) {
        line->full = true;
        return;
    }
    line_add(line, S(" "));
    line_add(line, name);
    line_add(line, S("="));
    bool fits = line->n + value.n <= LINE_MAX_BYTES - TAIL_BYTES;
    if (fits && is_plain(value)) {
        line_add(line, value);
    } else {
        add_quoted(line, value);
    }
}

static void add_time(struct line *line)
{
    const int64_t china_ms = INT64_C(8) * 3600 * 1000;
    int64_t now_ms = clock_now_ms(&CLOCK_REAL);
    struct date d = date_of_ms(now_ms - china_ms);
    char text[64];
    int n = snprintf(text, sizeof text,
                     "at=%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", d.year,
                     d.month, d.day, d.hour, d.minute, d.second,
                     (int)(now_ms % 1000));
    must(n > 0);
    must(n < (int)sizeof text);
    line_add(line, (str){text, n});
}

/* A log that cannot be written has nowhere to say so: give up quietly. */
static void write_line(const struct line *line)
{
    must(line->n > 0);
    must(line->n <= LINE_MAX_BYTES);
    ptrdiff_t done = 0;
    while (done < line->n) {
        ssize_t n = write(STDERR_FILENO, line->text + done,
                          (size_t)(line->n - done));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return;
        }
        done += n;
    }
}

void log_line(enum log_level level, const char *message,
              const struct log_field *fields)
{
    must(level <= LOG_ERROR);
    must(message != NULL);
    if (!log_is_heard(level)) {
        return;
    }
    int kept_errno = errno;
    struct line line;
    line.n = 0;
    line.full = false;
    add_time(&line);
    add_field(&line, "level", str_of(LEVELS[level]));
    line_add(&line, S(" msg="));
    add_quoted(&line, str_of(message));
    for (; fields != NULL && fields->key != NULL; fields++) {
        add_field(&line, fields->key, fields->value);
    }
    line_end(&line, S("\n"));
    must(line.text[line.n - 1] == '\n');
    write_line(&line);
    errno = kept_errno;
}

void log_say(enum log_level level, const char *format, ...)
{
    char text[SAY_MAX_BYTES];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    must(n >= 0);
    log_line(level, text, NULL);
}
