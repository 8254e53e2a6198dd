/* The catalogue of words that is asked while the server runs. */
#include "page/words.h"

#include <stddef.h>

static const struct word *table;
static int table_count;

void words_set(const struct word *words, int count)
{
    must(count >= 0);
    must(words != NULL || count == 0);
    for (int i = 1; i < count; i++) {
        must(str_cmp(words[i - 1].zh, words[i].zh) < 0);
    }
    table = words;
    table_count = count;
}

static const struct word *find(str zh)
{
    int low = 0;
    int high = table_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = str_cmp(table[middle].zh, zh);
        if (order == 0) {
            return &table[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    must(low == high);
    return NULL;
}

str word(enum lang lang, str zh)
{
    must(lang < LANG_COUNT);
    const struct word *found = lang == LANG_ZH ? NULL : find(zh);
    return found == NULL ? zh : found->en;
}

bool word_known(str zh)
{
    return find(zh) != NULL;
}
