/* xinqiao: one program, a handful of commands. */
#include <stdio.h>
#include <string.h>

#include "main/parts.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *what;
};

static const struct command COMMANDS[] = {
    {"serve", command_serve, "serve the pages"},
    {"init", command_init, "make an empty place with its administrator"},
    {"migrate", command_migrate, "bring old data to this version"},
    {"demo", command_demo, "load the five places in small"},
    {"import", command_import, "import areas, matters or categories"},
    {"export", command_export, "write the matters as CSV"},
    {"backup", command_backup, "copy the data while it is in use"},
    {"restore", command_restore, "put a copy into an empty place"},
    {"verify", command_verify, "recompute journal and counters, compare"},
    {"account", command_account, "add an account, set a password"},
    {"token", command_token, "make a bearer token for a program"},
    {"setting", command_setting, "show or change the place's settings"},
    {"doctor", command_doctor, "check that all is well"},
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

static int help(FILE *to, int code)
{
    fprintf(to, "xinqiao: the work of people's congress deputies, "
                "recorded once\n\n"
                "usage: xinqiao COMMAND [options]    "
                "(each has --help)\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        fprintf(to, "  %-9s %s\n", COMMANDS[i].name, COMMANDS[i].what);
    }
    return code;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return help(stderr, 2);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        return help(stdout, 0);
    }
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], COMMANDS[i].name) == 0) {
            return COMMANDS[i].run(argc - 1, argv + 1);
        }
    }
    fprintf(stderr, "xinqiao: there is no command \"%s\"\n\n", argv[1]);
    return help(stderr, 2);
}
