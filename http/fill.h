/* Fills a form's struct from what was sent: urlencoded, multipart/form-data
 * or JSON bodies and queries give the same result.  All messages come at
 * once, in Chinese; unknown fields are ignored.  (Nobody else reads a
 * parameter of a body by name, but for the three of desk: _token, _once,
 * _back.)
 *
 * TEXT and LONG lose the signs that turn the direction of a text and those
 * that do nothing, and are empty if nothing in them can be seen; what they
 * need at least is counted in visible characters (base/plain.h).
 *
 * BAD_REQUEST: the body is not what Content-Type says; BAD_MEDIA_TYPE:
 * neither of the three; TOO_LARGE: too many fields or files.  A field with a
 * wrong value is no error here: form->ok is then false. */
#ifndef HTTP_FILL_H
#define HTTP_FILL_H

#include "base/form.h"
#include "http/request.h"
#include "http/url.h"

enum { FORM_FIELDS_MAX = 200, FORM_FILES_MAX = 10 };

/* Every sentence that form_fill() may say; the keys of their translations.
 * {label}, {n} and {now} are filled in by form_error_text(). */
#define FORM_SENTENCE_TABLE(X)                                              \
    X(MISSING,     "请填写「{label}」。")                                   \
    X(CHOOSE,      "请选择「{label}」。")                                   \
    X(TICK,        "请勾选「{label}」。")                                   \
    X(TOO_LONG,    "最多 {n} 个字，现在是 {now} 个。")                      \
    X(TOO_SHORT,   "至少 {n} 个字，现在是 {now} 个。")                      \
    X(NO_NUMBER,   "请填写数字。")                                          \
    X(TOO_SMALL,   "不能小于 {n}，现在是 {now}。")                          \
    X(TOO_BIG,     "不能大于 {n}，现在是 {now}。")                          \
    X(NO_DATE,     "日期请写成 2026-11-21 这样。")                          \
    X(NOT_LISTED,  "请从列表中选择。")                                      \
    X(NO_PHONE,    "手机号码看起来不对，请检查。")                          \
    X(NO_CODE,     "编号里只能有字母和数字，请检查。")                      \
    X(ONE_LINE,    "这里只能写一行，请去掉换行。")                          \
    X(UNREADABLE,  "内容里有无法识别的字符。")

#define FORM_SENTENCE_NAME(name, sentence) FORM_SAYS_##name,
enum form_sentence { FORM_SENTENCE_TABLE(FORM_SENTENCE_NAME)
                     FORM_SENTENCE_COUNT };
#undef FORM_SENTENCE_NAME

extern const str FORM_SENTENCES[FORM_SENTENCE_COUNT];

struct upload {
    str field, file_name, type;     /* as the client says; do not trust */
    str bytes;
};

/* The body taken apart, once per request. */
struct body {
    struct pairs pairs;
    struct upload *uploads;
    int upload_count;
};
MUST_USE err body_read(const struct request *request, struct body *body);

/* The first file of a field, or NULL.  Its name is a value of the field as
 * well. */
const struct upload *body_upload(const struct body *body, str field);

/* The first value of a field, or empty. */
str body_field(const struct body *body, str name);

/* Fill from pairs (a body's, or a query's for GET filters). */
struct form_state form_fill(struct arena *arena,
                            const struct form_table *table,
                            const struct pairs *pairs);

#endif
