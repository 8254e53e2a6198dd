/* What the tree measures; STYLE part D holds the figures of others. */
#include "tools/tidy/tidy.h"

static void count_facts(struct figures *figures, const struct source *source)
{
    ptrdiff_t at = 0;
    str word;
    while (tidy_next_word(source->plain, &at, &word)) {
        bool fact = str_eq(word, S("must")) || str_eq(word, S("never"));
        ptrdiff_t next = tidy_skip_blank(source->plain, at);
        figures->facts += fact && next < source->plain.n &&
                          source->plain.p[next] == '(';
    }
}

void tidy_count_file(struct tidy *tidy, const struct source *source)
{
    struct figures *figures = &tidy->figures;
    must(source->is_c);
    if (source->is_test) {
        return;
    }
    int lines = tidy_lines(source->text);
    figures->lines += lines;
    if (lines > figures->largest) {
        figures->largest = lines;
        figures->largest_path = source->path;
    }
    if (tidy_is_floor(source->floor)) {
        figures->floor_lines += lines;
        count_facts(figures, source);
    }
}

void tidy_count_function(struct tidy *tidy, str name, int lines,
                         int parameters)
{
    struct figures *figures = &tidy->figures;
    must(lines > 0);
    figures->functions++;
    figures->lengths[lines < LENGTH_MAX ? lines : LENGTH_MAX]++;
    figures->over_40 += lines > 40;
    figures->six_parameters += parameters > 5;
    if (lines > figures->longest) {
        figures->longest = lines;
        figures->longest_name = str_copy(tidy->arena, name);
    }
}

/* The length that `percent` of the functions do not exceed. */
static int percentile(const struct figures *figures, int percent)
{
    int seen = 0;
    for (int lines = 0; lines <= LENGTH_MAX; lines++) {
        seen += figures->lengths[lines];
        if (seen * 100 >= figures->functions * percent) {
            return lines;
        }
    }
    never("every function was counted");
}

void tidy_print_figures(struct tidy *tidy)
{
    const struct figures *f = &tidy->figures;
    fprintf(tidy->to,
            "functions: %d, median %d lines, p90 %d, longest %d (%.*s), "
            "%d over 40, %d with six parameters\n",
            f->functions, percentile(f, 50), percentile(f, 90), f->longest,
            SF(f->longest_name), f->over_40, f->six_parameters);
    fprintf(tidy->to, "files: %d lines of C, largest %d (%.*s)\n", f->lines,
            f->largest, SF(f->largest_path));
    fprintf(tidy->to,
            "floors: %d lines, %d assertions, %.1f per 1000 lines\n",
            f->floor_lines, f->facts,
            f->floor_lines == 0 ? 0.0
                                : f->facts * 1000.0 / f->floor_lines);
    fprintf(tidy->to, "lines nested five deep: %d\n", f->deep_lines);
}
