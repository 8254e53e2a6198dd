/* The one type of every failure that the world can cause.
 *
 * A function that can fail returns `err` and nothing else; results go
 * through pointers.  The table is the whole truth about an error: its HTTP
 * status, how loudly it is logged, and the sentence that a person reads (in
 * Chinese, the source language; English stands in desk/words/en.txt).
 * Details for the reader of a page or the log go to task_fail() (desk).
 *
 * TRY(call) is the only macro of the house that returns. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/must.h"

/*    name           status  log    what the person reads */
#define ERR_TABLE(X)                                                        \
    X(OK,               200, INFO,  "好的。")                               \
    X(BAD_REQUEST,      400, INFO,  "请求的格式不对，服务器读不懂。")       \
    X(LOGIN_NEEDED,     401, INFO,  "请先登录。")                           \
    X(FORBIDDEN,        403, WARN,  "您没有办理这件事的权限。")             \
    X(NOT_FOUND,        404, INFO,  "没有找到您要的内容。")                 \
    X(BAD_METHOD,       405, INFO,  "这个地址不支持这种操作。")             \
    X(NOT_ACCEPTABLE,   406, INFO,  "没有您要的格式。")                     \
    X(TIMEOUT,          408, INFO,  "等待时间太长，请再试一次。")           \
    X(CONFLICT,         409, INFO,  "情况已经变化，请刷新后再办。")         \
    X(GONE,             410, INFO,  "这个内容已经撤下。")                   \
    X(TOO_LARGE,        413, INFO,  "内容太大，请减少后再发送。")           \
    X(URI_TOO_LONG,     414, INFO,  "地址太长。")                           \
    X(BAD_MEDIA_TYPE,   415, INFO,  "不支持这种内容格式。")                 \
    X(INVALID,          422, INFO,  "有几处需要改一下。")                   \
    X(TOO_MANY,         429, WARN,  "操作太频繁，请稍后再试。")             \
    X(HEADER_TOO_LARGE, 431, INFO,  "请求头太大。")                         \
    X(INTERNAL,         500, ERROR, "系统出错，您填写的内容没有丢失。")     \
    X(FULL,             507, ERROR, "存储空间不足，请联系管理员。")         \
    X(UNAVAILABLE,      503, ERROR, "系统暂时不可用，请稍后再试。")

#define ERR_NAME(name, status, level, sentence) ERR_##name,
typedef enum { ERR_TABLE(ERR_NAME) ERR_COUNT } err;
#undef ERR_NAME

#define OK ERR_OK

/* Return early with the error of `call`, if it has one. */
#define TRY(call)                                                           \
    do {                                                                    \
        err try_ = (call);                                                  \
        if (try_ != OK) {                                                   \
            return try_;                                                    \
        }                                                                   \
    } while (0)

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

int err_status(err e);              /* the HTTP status, 200..599 */
const char *err_name(err e);        /* "NOT_FOUND", for logs and JSON */
const char *err_sentence(err e);    /* Chinese, UTF-8, ends with 。 */
enum log_level err_level(err e);

#endif
