/* The key file of a node: a short text that a person can print and keep in
 * a safe.
 *
 *   xinqiao-keys 1
 *   seal 128 hex digits
 *   lookup 64, token 64, sign 64 (the Ed25519 seed), one line each
 *   check SHA-256 of all lines above
 *
 * The check is against a damaged disk or a mistyped copy, not against an
 * enemy: without it, a flipped bit would be noticed only when nobody's phone
 * number opens any more. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "crypt/hash.h"
#include "crypt/raw.h"
#include "crypt/seal.h"

#define FILE_NAME "node.key"

enum { TEXT_MAX = 1024, SECRET_MAX = 64 };

struct secrets {
    uint8_t seal[64];
    uint8_t lookup[32];
    uint8_t token[32];
    uint8_t sign_seed[SIGN_SEED_BYTES];
};

static const struct line {
    const char *name;
    size_t offset;
    ptrdiff_t bytes;
} LINES[] = {
    {"seal", offsetof(struct secrets, seal), 64},
    {"lookup", offsetof(struct secrets, lookup), 32},
    {"token", offsetof(struct secrets, token), 32},
    {"sign", offsetof(struct secrets, sign_seed), SIGN_SEED_BYTES},
};
enum { LINE_COUNT = sizeof LINES / sizeof LINES[0] };

struct key_text {
    char p[TEXT_MAX];
    ptrdiff_t n;
};

static void keys_fill(struct keys *keys, const struct secrets *secrets)
{
    must(keys != NULL);
    must(sizeof keys->seal == sizeof secrets->seal);
    *keys = (struct keys){.magic = KEYS_MAGIC, .suite = SEAL_AES};
    memcpy(keys->seal, secrets->seal, sizeof keys->seal);
    memcpy(keys->lookup, secrets->lookup, sizeof keys->lookup);
    memcpy(keys->token, secrets->token, sizeof keys->token);
    raw_sign_keys(secrets->sign_seed, keys->sign_secret, keys->sign_public);
}

struct keys keys_seeded(uint64_t seed)
{
    struct dice dice = dice_seeded(seed);
    struct secrets secrets;
    struct keys keys;
    dice_fill(&dice, &secrets, sizeof secrets);
    keys_fill(&keys, &secrets);
    return keys;
}

static void add_line(struct key_text *text, const char *name,
                     const uint8_t *bytes, ptrdiff_t n)
{
    must(n <= SECRET_MAX);
    char hex[2 * SECRET_MAX + 1];
    raw_hex(hex, bytes, n);
    size_t room = sizeof text->p - (size_t)text->n;
    int wrote = snprintf(text->p + text->n, room, "%s %s\n", name, hex);
    must(wrote > 0 && (size_t)wrote < room);
    text->n += wrote;
    raw_wipe(hex, sizeof hex);
}

static void add_check(struct key_text *text)
{
    uint8_t check[HASH_BYTES];
    str above = {text->p, text->n};
    hash_many(&above, 1, check);
    add_line(text, "check", check, HASH_BYTES);
}

static void write_text(const struct secrets *secrets, struct key_text *text)
{
    text->n = snprintf(text->p, sizeof text->p, "xinqiao-keys 1\n");
    must(text->n > 0);
    for (int i = 0; i < LINE_COUNT; i++) {
        const struct line *line = &LINES[i];
        add_line(text, line->name, (const uint8_t *)secrets + line->offset,
                 line->bytes);
    }
    add_check(text);
    must(text->n < TEXT_MAX);
}

/* Reading is writing backwards: what was read must write the same text, so
 * there is one text for each set of keys and the check is covered too. */
static bool read_text(const struct key_text *text, struct secrets *secrets)
{
    must(text->n >= 0);
    must(text->n <= TEXT_MAX);
    str rest = {text->p, text->n};
    if (!str_eq(str_cut(&rest, '\n'), S("xinqiao-keys 1"))) {
        return false;
    }
    for (int i = 0; i < LINE_COUNT; i++) {
        const struct line *line = &LINES[i];
        str hex = str_cut(&rest, '\n');
        str name = str_cut(&hex, ' ');
        if (!str_eq(name, str_of(line->name)) ||
            !raw_hex_read(hex, (uint8_t *)secrets + line->offset,
                          line->bytes)) {
            return false;
        }
    }
    struct key_text again;
    write_text(secrets, &again);
    bool same = bytes_equal((str){text->p, text->n},
                            (str){again.p, again.n});
    raw_wipe(&again, sizeof again);
    return same;
}

static err world_fault(const char *doing)
{
    int number = errno;
    must(number != 0);
    log_say(LOG_ERROR, "key file: cannot %s: %s", doing, strerror(number));
    return number == ENOSPC || number == EDQUOT ? ERR_FULL : ERR_INTERNAL;
}

static bool is_private(int file)
{
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        log_say(LOG_ERROR, "key file: " FILE_NAME " is not a plain file");
        return false;
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        log_say(LOG_ERROR, "key file: others can read " FILE_NAME
                ": say chmod 600 and think about who may have read it");
        return false;
    }
    return true;
}

/* TEXT_MAX is more than a key file has, so that a longer one shows. */
static err read_file(int file, struct key_text *text)
{
    text->n = 0;
    while (text->n < TEXT_MAX) {
        ssize_t got = read(file, text->p + text->n,
                           (size_t)(TEXT_MAX - text->n));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return world_fault("read " FILE_NAME);
        }
        if (got == 0) {
            break;
        }
        text->n += got;
    }
    return OK;
}

static err keys_read(int folder, struct keys *keys)
{
    must(folder >= 0);
    int file = openat(folder, FILE_NAME, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return errno == ENOENT ? ERR_NOT_FOUND
                               : world_fault("open " FILE_NAME);
    }
    struct key_text text;
    struct secrets secrets;
    err e = is_private(file) ? read_file(file, &text) : ERR_FORBIDDEN;
    (void)close(file);              /* it was only read */
    if (e == OK && !read_text(&text, &secrets)) {
        log_say(LOG_ERROR, "key file: " FILE_NAME " is damaged or of another "
                "version: put the kept copy back");
        e = ERR_INTERNAL;
    }
    if (e == OK) {
        keys_fill(keys, &secrets);
    }
    raw_wipe(&text, sizeof text);
    raw_wipe(&secrets, sizeof secrets);
    return e;
}

static err write_file(int file, const struct key_text *text)
{
    must(file >= 0);
    ptrdiff_t done = 0;
    while (done < text->n) {
        ssize_t wrote = write(file, text->p + done,
                              (size_t)(text->n - done));
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return world_fault("write " FILE_NAME);
        }
        done += wrote;
    }
    must(done == text->n);
    return fsync(file) == 0 ? OK : world_fault("sync " FILE_NAME);
}

/* First under another name, then linked: nobody ever reads half a file, and
 * whoever comes second finds the name taken and uses the first one's keys. */
static err keys_make(int folder, struct dice *dice)
{
    must(folder >= 0);
    must(dice != NULL);
    struct secrets secrets;
    struct key_text text;
    char name[64];
    dice_fill(dice, &secrets, sizeof secrets);
    snprintf(name, sizeof name, FILE_NAME ".%ld.%08llx", (long)getpid(),
             (unsigned long long)dice_below(dice, 1ull << 32));
    int file = openat(folder, name,
                      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        raw_wipe(&secrets, sizeof secrets);
        return world_fault("make " FILE_NAME);
    }
    write_text(&secrets, &text);
    err e = write_file(file, &text);
    raw_wipe(&text, sizeof text);
    raw_wipe(&secrets, sizeof secrets);
    if (close(file) != 0 && e == OK) {
        e = world_fault("close " FILE_NAME);
    }
    if (e == OK && linkat(folder, name, folder, FILE_NAME, 0) != 0 &&
        errno != EEXIST) {
        e = world_fault("name " FILE_NAME);
    }
    if (unlinkat(folder, name, 0) != 0 && e == OK) {
        e = world_fault("clear away after " FILE_NAME);
    }
    if (e == OK && fsync(folder) != 0) {
        e = world_fault("sync the folder of keys");
    }
    return e;
}

/* The folder's own name must survive a power cut too: the keys are needed as
 * long as the database is. */
static void sync_parent(int folder)
{
    must(folder >= 0);
    int parent = openat(folder, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent < 0 || fsync(parent) != 0) {
        (void)world_fault("sync the folder around the keys");
    }
    if (parent >= 0) {
        (void)close(parent);
    }
}

static err folder_open(str folder, bool create, int *opened)
{
    must(folder.n > 0);
    must(opened != NULL);
    char path[PATH_MAX];
    if (folder.n >= (ptrdiff_t)sizeof path) {
        return ERR_INVALID;
    }
    memcpy(path, folder.p, (size_t)folder.n);
    path[folder.n] = '\0';
    bool made = create && mkdir(path, 0700) == 0;
    *opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*opened < 0) {
        return errno == ENOENT && !create
                   ? ERR_NOT_FOUND
                   : world_fault("open the folder of keys");
    }
    if (made) {
        sync_parent(*opened);
    }
    return OK;
}

err keys_load(str folder, bool create, struct dice *dice, struct keys *keys)
{
    must(keys != NULL);
    must(dice != NULL || !create);
    int opened = -1;
    TRY(folder_open(folder, create, &opened));
    err e = keys_read(opened, keys);
    if (e == ERR_NOT_FOUND && create) {
        e = keys_make(opened, dice);
        e = e == OK ? keys_read(opened, keys) : e;
    }
    (void)close(opened);            /* nothing was written through it */
    must(e != OK || keys->magic == KEYS_MAGIC);
    return e;
}
