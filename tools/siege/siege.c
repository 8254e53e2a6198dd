/* The words of the command; see siege.h. */
#include "tools/siege/siege.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/out.h"

str siege_field(struct arena *arena, const char *name, str value)
{
    struct out out = out_new(arena, 64 << 10);
    out_char(&out, '&');
    out_str(&out, str_of(name));
    out_char(&out, '=');
    out_url(&out, value);
    must(!out.full);
    return out_text(&out);
}

static bool number_take(struct siege *siege, str name, str value)
{
    const struct {
        str name;
        int64_t *to;
    } rows[] = {
        {S("--port"), &siege->port},       {S("--clients"), &siege->clients},
        {S("--rounds"), &siege->rounds},   {S("--seed"), &siege->seed},
        {S("--seconds"), &siege->seconds},
        {S("--patience"), &siege->patience},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (str_eq(rows[i].name, name)) {
            return str_to_int(value, rows[i].to) && *rows[i].to >= 0;
        }
    }
    return false;
}

static bool word_take(struct siege *siege, const char *name,
                      const char *value)
{
    const struct {
        const char *name, **to;
    } rows[] = {
        {"--accounts", &siege->accounts}, {"--log", &siege->log},
        {"--until", &siege->until},       {"--file", &siege->file},
        {"--db", &siege->url},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *rows[i].to = value;
            return true;
        }
    }
    return number_take(siege, str_of(name), str_of(value));
}

static int usage(void)
{
    fputs("usage: siege load|race|crush|judge [options]; see "
          "tools/siege/siege.h\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(const struct siege *siege);
    } commands[] = {
        {"load", siege_load}, {"race", siege_race}, {"crush", siege_crush},
        {"judge", siege_judge},
    };
    struct siege siege = {.clients = 16, .rounds = 20, .seconds = 3600,
                          .patience = 30};
    bool good = argc % 2 == 0;
    for (int i = 2; good && i + 1 < argc; i += 2) {
        good = word_take(&siege, argv[i], argv[i + 1]);
    }
    if (!good) {
        return usage();
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, argv[1]) == 0) {
            siege.arena = arena_new(1 << 16, (size_t)1 << 30);
            int code = commands[i].run(&siege);
            arena_free(siege.arena);
            return code;
        }
    }
    return usage();
}
