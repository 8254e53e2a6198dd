/* What a form is, as data: one table feeds the parser (http/fill.c), the
 * page (page/widgets.c), the JSON body and /openapi.json.
 *
 * tools/embed makes the tables from features/X/X.forms.  The values of a
 * form are a struct; `offset` says where each field lives in it:
 *   str      TEXT LONG CHOICE PHONE SECRET CODE HIDDEN FILE (its name)
 *   int64_t  INT DATE (ms, start of the day in China) AREA
 *   bool     FLAG
 * A field that was left empty is {NULL,0}, 0 or false. */
#ifndef BASE_FORM_H
#define BASE_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

enum field_kind {
    FIELD_TEXT,         /* one line; trimmed, inner line breaks refused */
    FIELD_LONG,         /* several lines; CRLF becomes LF */
    FIELD_INT,          /* min..max are values */
    FIELD_DATE,         /* 2026-11-21 */
    FIELD_AREA,         /* area code of 2..16 digits, widened to 16 */
    FIELD_FLAG,         /* check box: present and not 0/false/off */
    FIELD_CHOICE,       /* one of `choices`, or any if there are none */
    FIELD_PHONE,        /* digits, blanks, + and -; kept as digits and + */
    FIELD_SECRET,       /* never shown again, never logged */
    FIELD_CODE,         /* public code: upper case, blanks and - dropped */
    FIELD_FILE,         /* the file's name; its bytes: body_upload() */
    FIELD_HIDDEN
};

struct choice {
    str value;
    str label;                      /* Chinese */
};

struct field {
    str name;                       /* as sent */
    str label;                      /* Chinese */
    str hint;                       /* Chinese, may be empty */
    str fill;                       /* HTML autocomplete, may be empty */
    enum field_kind kind;
    bool required;
    int64_t min, max;               /* characters, or values of INT */
    const struct choice *choices;   /* static choices, or NULL */
    int choice_count;
    size_t offset;
};

struct form_table {
    str name;
    const struct field *fields;
    int field_count;
    size_t size;                    /* of the struct of values */
};

/* What is wrong with a field.  `key` is the Chinese sentence as the words
 * catalogue knows it, with {label}, {n} and {now} standing for the rest: a
 * page translates the key (and the label) first and fills in afterwards. */
struct form_error {
    str key;                        /* empty: nothing is wrong */
    str label;                      /* Chinese */
    int64_t n, now;                 /* what is allowed, what it is */
};

/* A form on its way: what was typed, what it means, what is wrong. */
struct form_state {
    const struct form_table *table;
    void *values;                   /* the struct; zeroed where wrong */
    str *raw;                       /* as typed, one per field */
    struct form_error *errors;      /* one per field */
    str problem;                    /* of the form as a whole, or empty */
    bool ok;                        /* no error, no problem */
};

/* An empty form to show; `values` may be filled by the caller. */
struct form_state form_blank(struct arena *arena,
                             const struct form_table *table);

/* It was right before somebody noted what is wrong: forget that. */
void form_right_again(struct form_state *form);

/* Note that a field is wrong for a reason the table cannot know.  The first
 * reason stays; the sentence must live as long as the form. */
void form_wrong(struct form_state *form, int field, str sentence);

/* The same with numbers for {n} and {now} in the sentence. */
void form_wrong_by(struct form_state *form, int field, str sentence,
                   int64_t n, int64_t now);

/* What a person reads: `sentence` (error->key or its translation) with
 * {label} (`label`: error->label or its translation), {n} and {now} filled
 * in.  Not escaped. */
str form_error_text(struct arena *arena, const struct form_error *error,
                    str sentence, str label);

/* Pre-fill: what the page shows in the field. */
void form_set(struct form_state *form, int field, str raw);

#endif
