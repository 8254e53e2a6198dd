/* The key file, in a folder of its own for each test. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "crypt/password.h"
#include "crypt/seal.h"

static char around[256];            /* a new folder; ours is inside it */
static char inside[300];
static char file[320];

static int folder_up(void **state)
{
    (void)state;
    const char *temporary = getenv("TMPDIR");
    snprintf(around, sizeof around, "%s/keys_test.XXXXXX",
             temporary == NULL ? "/tmp" : temporary);
    if (mkdtemp(around) == NULL) {
        return -1;
    }
    snprintf(inside, sizeof inside, "%s/keys", around);
    snprintf(file, sizeof file, "%s/node.key", inside);
    return 0;
}

static int folder_down(void **state)
{
    (void)state;
    (void)unlink(file);
    (void)rmdir(inside);
    return rmdir(around);           /* fails if something was left behind */
}

static err load(bool create, struct keys *keys)
{
    return keys_load(str_of(inside), create, &DICE_REAL, keys);
}

static struct keys made(void)
{
    struct keys keys;
    assert_int_equal(load(true, &keys), OK);
    return keys;
}

static bool same_keys(const struct keys *a, const struct keys *b)
{
    return a->magic == b->magic && a->suite == b->suite &&
           memcmp(a->seal, b->seal, sizeof a->seal) == 0 &&
           memcmp(a->lookup, b->lookup, sizeof a->lookup) == 0 &&
           memcmp(a->token, b->token, sizeof a->token) == 0 &&
           memcmp(a->sign_secret, b->sign_secret, 64) == 0 &&
           memcmp(a->sign_public, b->sign_public, 32) == 0;
}

static void without_create_nothing_is_made(void **state)
{
    (void)state;
    struct keys keys;
    assert_int_equal(load(false, &keys), ERR_NOT_FOUND);
    assert_int_not_equal(access(inside, F_OK), 0);
    assert_int_equal(mkdir(inside, 0700), 0);
    assert_int_equal(load(false, &keys), ERR_NOT_FOUND);
    assert_int_not_equal(access(file, F_OK), 0);
}

static void made_keys_are_private_and_read_back(void **state)
{
    (void)state;
    struct stat about;
    struct keys again;
    mode_t mask = umask(0);
    struct keys keys = made();
    umask(mask);
    assert_int_equal(stat(file, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_int_equal(stat(inside, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0700);
    assert_int_equal(load(false, &again), OK);
    assert_true(same_keys(&keys, &again));
    assert_int_equal(load(true, &again), OK);
    assert_true(same_keys(&keys, &again));
    assert_int_equal(keys.suite, SEAL_AES);
}

static void two_nodes_have_different_keys(void **state)
{
    (void)state;
    struct keys one = made();
    assert_int_equal(unlink(file), 0);
    struct keys two = made();
    assert_memory_not_equal(one.seal, two.seal, 64);
    assert_memory_not_equal(one.sign_public, two.sign_public, 32);
    assert_memory_not_equal(one.seal, one.seal + 32, 32);
    assert_memory_not_equal(one.lookup, one.token, 32);
}

static void a_file_that_others_can_read_is_refused(void **state)
{
    (void)state;
    struct keys keys = made();
    const mode_t open_modes[] = {0640, 0604, 0660, 0610, 0601, 0644};
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; i++) {
        assert_int_equal(chmod(file, open_modes[i]), 0);
        assert_int_equal(load(true, &keys), ERR_FORBIDDEN);
    }
    assert_int_equal(chmod(file, 0400), 0);
    assert_int_equal(load(true, &keys), OK);
}

static ptrdiff_t slurp(char *text, size_t room)
{
    int f = open(file, O_RDONLY);
    ssize_t n = read(f, text, room);
    assert_true(n > 0);
    assert_int_equal(close(f), 0);
    return n;
}

static void spill(const char *text, size_t n)
{
    int f = open(file, O_WRONLY | O_TRUNC);
    assert_int_equal(write(f, text, n), n);
    assert_int_equal(close(f), 0);
}

static void a_damaged_file_is_refused_and_left_alone(void **state)
{
    (void)state;
    struct keys keys = made();
    char text[2048] = {0};
    char now[2048] = {0};
    ptrdiff_t n = slurp(text, sizeof text);
    for (ptrdiff_t i = 0; i < n; i += 7) {
        text[i] = (char)(text[i] ^ 1);
        spill(text, (size_t)n);
        assert_int_equal(load(true, &keys), ERR_INTERNAL);
        assert_int_equal(slurp(now, sizeof now), n);
        assert_memory_equal(text, now, n);
        text[i] = (char)(text[i] ^ 1);
    }
    for (ptrdiff_t shorter = 0; shorter < n; shorter += 5) {
        spill(text, (size_t)shorter);
        assert_int_equal(load(true, &keys), ERR_INTERNAL);
    }
    spill(text, (size_t)n + 1);
    assert_int_equal(load(true, &keys), ERR_INTERNAL);
    spill(text, sizeof text);
    assert_int_equal(load(true, &keys), ERR_INTERNAL);
    spill(text, (size_t)n);
    assert_int_equal(load(true, &keys), OK);
}

static void what_is_not_a_file_is_refused(void **state)
{
    (void)state;
    struct keys keys;
    assert_int_equal(mkdir(inside, 0700), 0);
    assert_int_equal(mkfifo(file, 0600), 0);
    assert_int_equal(load(true, &keys), ERR_FORBIDDEN);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(mkdir(file, 0700), 0);
    assert_int_equal(load(true, &keys), ERR_FORBIDDEN);
    assert_int_equal(rmdir(file), 0);
}

static void a_folder_that_cannot_be_had_is_an_error(void **state)
{
    (void)state;
    struct keys keys;
    static char name[8192];
    memset(name, 'x', sizeof name);
    assert_int_equal(keys_load((str){name, sizeof name}, true, &DICE_REAL,
                               &keys), ERR_INVALID);
    snprintf(name, sizeof name, "%s/no/keys", around);
    assert_int_equal(keys_load(str_of(name), true, &DICE_REAL, &keys),
                     ERR_INTERNAL);
}

enum { STARTERS = 8 };

/* Each child sends the public key that it got. */
static void nodes_that_start_at_once_get_the_same_keys(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t children[STARTERS];
    for (int i = 0; i < STARTERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            struct keys keys;
            bool fine = load(true, &keys) == OK &&
                        write(ends[1], keys.sign_public, 32) == 32;
            _exit(fine ? 0 : 1);
        }
    }
    for (int i = 0; i < STARTERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    struct keys keys = made();
    for (int i = 0; i < STARTERS; i++) {
        unsigned char key[32];
        assert_int_equal(read(ends[0], key, 32), 32);
        assert_memory_equal(key, keys.sign_public, 32);
    }
    close(ends[0]);
    close(ends[1]);
}

static void seeded_keys_repeat(void **state)
{
    (void)state;
    struct keys one = keys_seeded(1);
    struct keys again = keys_seeded(1);
    struct keys two = keys_seeded(2);
    assert_true(same_keys(&one, &again));
    assert_false(same_keys(&one, &two));
    assert_memory_equal(one.sign_secret + 32, one.sign_public, 32);
}

#define IN_FOLDER(test) \
    cmocka_unit_test_setup_teardown(test, folder_up, folder_down)

int main(void)
{
    crypt_start();
    const struct CMUnitTest tests[] = {
        IN_FOLDER(without_create_nothing_is_made),
        IN_FOLDER(made_keys_are_private_and_read_back),
        IN_FOLDER(two_nodes_have_different_keys),
        IN_FOLDER(a_file_that_others_can_read_is_refused),
        IN_FOLDER(a_damaged_file_is_refused_and_left_alone),
        IN_FOLDER(what_is_not_a_file_is_refused),
        IN_FOLDER(a_folder_that_cannot_be_had_is_an_error),
        IN_FOLDER(nodes_that_start_at_once_get_the_same_keys),
        cmocka_unit_test(seeded_keys_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
