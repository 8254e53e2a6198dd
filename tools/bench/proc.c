/* /proc/PID/stat and /proc/PID/status. */
#include "tools/bench/proc.h"

#include <stdio.h>
#include <unistd.h>

#include "base/str.h"

enum { TEXT_BYTES = 8192, UTIME_FIELD = 11 };

static str file_read(int pid, const char *name, char text[TEXT_BYTES])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    FILE *file = pid > 0 ? fopen(path, "re") : NULL;
    if (file == NULL) {
        return S("");
    }
    size_t n = fread(text, 1, TEXT_BYTES, file);
    fclose(file);
    return (str){text, (ptrdiff_t)n};
}

/* Behind the name in brackets, which may hold anything, come: state, ten
 * numbers, user time, system time. */
int64_t proc_cpu_us(int pid)
{
    char text[TEXT_BYTES];
    str rest = file_read(pid, "stat", text);
    while (str_find_char(rest, ')') >= 0) {
        str_cut(&rest, ')');
    }
    rest = str_trim(rest);
    for (int i = 0; i < UTIME_FIELD; i++) {
        str_cut(&rest, ' ');
    }
    int64_t user = 0;
    int64_t system = 0;
    if (!str_to_int(str_cut(&rest, ' '), &user) ||
        !str_to_int(str_cut(&rest, ' '), &system)) {
        return 0;
    }
    return (user + system) * 1000000 / sysconf(_SC_CLK_TCK);
}

int64_t proc_memory_kb(int pid, const char *line_name)
{
    char text[TEXT_BYTES];
    str rest = file_read(pid, "status", text);
    str name = str_of(line_name);
    while (rest.n > 0) {
        str line = str_cut(&rest, '\n');
        int64_t kb = 0;
        if (str_starts(line, name)) {
            str number = str_trim(str_skip(line, name.n));
            return str_to_int(str_cut(&number, ' '), &kb) ? kb : 0;
        }
    }
    return 0;
}
