/* Reading a command's words. */
#include "main/options.h"

#include <stdio.h>
#include <string.h>

static int options_help(const struct command_line *line, FILE *to, int code)
{
    fprintf(to, "usage: xinqiao %s %s\n\n%s\n\n", line->name, line->usage,
            line->what);
    for (int i = 0; i < line->row_count; i++) {
        const struct option_row *row = &line->rows[i];
        fprintf(to, "  %s %-*s %s\n", row->name,
                (int)(24 - strlen(row->name)),
                row->value != NULL ? row->value : "", row->help);
    }
    return code;
}

static const struct option_row *option_find(const struct command_line *line,
                                            const char *name)
{
    for (int i = 0; i < line->row_count; i++) {
        if (strcmp(line->rows[i].name, name) == 0) {
            return &line->rows[i];
        }
    }
    return NULL;
}

static bool refuse(const struct command_line *line, const char *why,
                   const char *word, int *code)
{
    fprintf(stderr, "xinqiao %s: %s %s (see xinqiao %s --help)\n",
            line->name, why, word, line->name);
    *code = 2;
    return false;
}

static bool word_take(struct command_line *line, char *word, int *code)
{
    if (line->word_count == line->word_max) {
        return refuse(line, "too many words:", word, code);
    }
    line->words[line->word_count++] = str_of(word);
    return true;
}

bool options_read(struct command_line *line, int argc, char **argv,
                  int *code)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            *code = options_help(line, stdout, 0);
            return false;
        }
        if (argv[i][0] != '-' || argv[i][1] != '-') {
            if (!word_take(line, argv[i], code)) {
                return false;
            }
            continue;
        }
        const struct option_row *row = option_find(line, argv[i]);
        if (row == NULL) {
            return refuse(line, "there is no option", argv[i], code);
        }
        if (row->value == NULL) {
            *row->on = true;
        } else if (i + 1 < argc) {
            *row->text = str_of(argv[++i]);
        } else {
            return refuse(line, "a value is missing behind", argv[i], code);
        }
    }
    return true;
}

void options_data(struct data_options *data,
                  struct option_row rows[DATA_ROWS])
{
    data->data = S("data");
    data->db = S("");
    data->read_only = false;
    rows[0] = (struct option_row){
        .name = "--data", .value = "DIR", .text = &data->data,
        .help = "folder of the data and keys (default: data)"};
    rows[1] = (struct option_row){
        .name = "--db", .value = "URL", .text = &data->db,
        .help = "postgresql://... instead of SQLite"};
}

err options_open(const struct data_options *data, bool create,
                 struct site **site)
{
    struct site_options options = {
        .data_dir = data->data,
        .db_url = data->db,
        .create = create,
        .read_only = data->read_only,
    };
    err e = site_open(&options, site);
    if (e != OK) {
        fprintf(stderr, "xinqiao: the data in %.*s cannot be opened: %s\n",
                SF(data->data), err_name(e));
    }
    return e;
}
