/* What a place has agreed with another house about logging in there:
 * keys/oidc.json in its data folder, beside the node's key, since it holds a
 * secret.
 *
 *   {"issuer": "https://id.example", "client_id": "...",
 *    "client_secret": "...", "back": "https://here.example/login/oidc/back",
 *    "label": "全省统一登录"}
 *
 * Without the file nothing is offered.  A file that others can read or that
 * cannot be understood stops the start: better than a button that fails. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "main/parts.h"

enum { FILE_BYTES_MAX = 8192, VALUE_BYTES_MAX = 500, LABEL_CHARS_MAX = 30 };

#define FILE_NAME "keys/oidc.json"

static err refuse(err e, const char *why)
{
    log_say(LOG_ERROR, FILE_NAME ": %s", why);
    return e;
}

static err text_of(struct arena *arena, int file, str *text)
{
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        return refuse(ERR_INTERNAL, "is not a plain file");
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return refuse(ERR_FORBIDDEN, "others can read it: say chmod 600");
    }
    char *p = arena_take(arena, FILE_BYTES_MAX, 1);
    ssize_t n = read(file, p, FILE_BYTES_MAX);
    if (n < 0 || n == FILE_BYTES_MAX) {
        return refuse(ERR_INTERNAL, "cannot be read, or is too long");
    }
    *text = (str){p, n};
    return OK;
}

static str value_of(const struct json *root, const char *name)
{
    str value = json_text(json_member(root, name));
    return value.n <= VALUE_BYTES_MAX ? value : S("");
}

static err house_of(struct arena *arena, str text,
                    const struct oidc_house **house)
{
    const struct json *root = NULL;
    if (json_read(arena, text, &root) != OK) {
        return refuse(ERR_INTERNAL, "is no JSON");
    }
    struct oidc_house *read = NEW(arena, struct oidc_house);
    *read = (struct oidc_house){
        .issuer = value_of(root, "issuer"),
        .client = {value_of(root, "client_id"),
                   value_of(root, "client_secret"), value_of(root, "back")},
        .label = value_of(root, "label"),
    };
    if (!oidc_url_is_safe(read->issuer) ||
        !oidc_url_is_safe(read->client.back)) {
        return refuse(ERR_INTERNAL, "`issuer` and `back` must be https "
                                    "addresses (http only to this machine)");
    }
    if (read->client.id.n == 0 || read->label.n == 0 ||
        str_chars(read->label) > LABEL_CHARS_MAX) {
        return refuse(ERR_INTERNAL, "`client_id` and a short `label` must "
                                    "be given");
    }
    *house = read;
    return OK;
}

err outer_read(struct arena *arena, str data_dir,
               const struct oidc_house **house)
{
    must(house != NULL);
    must(data_dir.n > 0);
    *house = NULL;
    str path = str_join(arena, data_dir, S("/" FILE_NAME));
    int file = open(str_c(arena, path), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? OK : refuse(ERR_INTERNAL, strerror(errno));
    }
    str text = S("");
    err e = text_of(arena, file, &text);
    close(file);
    return e != OK ? e : house_of(arena, text, house);
}
