/* The tree against published roots and a model that is the RFC's own
 * recursive text. */
#include "crypt/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"
#include "crypt/password.h"

enum { LEAVES_MAX = 300 };

static struct arena *arena;
static uint64_t seed;
static str leaves[LEAVES_MAX];

static int leaves_up(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    arena = arena_new(4096, 1 << 24);
    for (int i = 0; i < LEAVES_MAX; i++) {
        ptrdiff_t n = (ptrdiff_t)dice_below(&dice, 60);
        char *bytes = arena_take(arena, (size_t)n, 1);
        dice_fill(&dice, bytes, (size_t)n);
        leaves[i] = (str){bytes, n};
    }
    return 0;
}

static int leaves_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static int64_t split_of(int64_t count)
{
    int64_t k = 1;
    while (k * 2 < count) {
        k *= 2;
    }
    return k;
}

/* MTH of RFC 6962, 2.1. */
static str model_root(const str *list, int64_t count)
{
    if (count == 0) {
        return hash_sha256(arena, S(""));
    }
    if (count == 1) {
        return hash_sha256(arena, str_join(arena, (str){"\0", 1}, list[0]));
    }
    int64_t k = split_of(count);
    str both = str_join(arena, model_root(list, k),
                        model_root(list + k, count - k));
    return hash_sha256(arena, str_join(arena, S("\x01"), both));
}

/* PATH of RFC 6962, 2.1.1. */
static str model_path(const str *list, int64_t count, int64_t index)
{
    if (count == 1) {
        return (str){"", 0};
    }
    int64_t k = split_of(count);
    if (index < k) {
        return str_join(arena, model_path(list, k, index),
                        model_root(list + k, count - k));
    }
    return str_join(arena, model_path(list + k, count - k, index - k),
                    model_root(list, k));
}

static str root_of(const struct tree *tree)
{
    unsigned char root[HASH_BYTES];
    tree_root(tree, root);
    return str_copy(arena, (str){(const char *)root, HASH_BYTES});
}

/* The eight leaves that implementations of Certificate Transparency test
 * with, and the root after each. */
static void the_roots_are_those_of_certificate_transparency(void **state)
{
    (void)state;
    static const char *const inputs[] = {
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f"};
    static const char *const roots[] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    struct tree tree = {0};
    for (int i = 0; i <= 8; i++) {
        str root = hex_text(arena, root_of(&tree));
        assert_string_equal(str_c(arena, root), roots[i]);
        str leaf = {"", 0};
        if (i < 8) {
            assert_true(hex_read(arena, str_of(inputs[i]), &leaf));
            tree_append(&tree, leaf);
        }
    }
    assert_int_equal(tree.size, 8);
}

static void appending_gives_the_root_of_the_model(void **state)
{
    (void)state;
    struct tree tree = {0};
    for (int n = 0; n <= LEAVES_MAX; n++) {
        struct arena_mark mark = arena_mark(arena);
        assert_int_equal(tree.size, n);
        assert_true(str_eq(root_of(&tree), model_root(leaves, n)));
        arena_back(arena, mark);
        if (n < LEAVES_MAX) {
            tree_append(&tree, leaves[n]);
        }
    }
}

static void a_tree_kept_in_a_row_goes_on_growing(void **state)
{
    (void)state;
    struct tree tree = {0};
    struct tree loaded = {0};
    for (int n = 0; n < LEAVES_MAX; n++) {
        struct arena_mark mark = arena_mark(arena);
        str row = tree_store(arena, &tree);
        assert_int_equal(row.n, 8 + 32 * __builtin_popcount((unsigned)n));
        assert_true(tree_load(row, &loaded));
        assert_true(str_eq(root_of(&tree), root_of(&loaded)));
        tree_append(&tree, leaves[n]);
        tree_append(&loaded, leaves[n]);
        assert_true(str_eq(root_of(&tree), root_of(&loaded)));
        arena_back(arena, mark);
    }
}

static void a_row_of_the_wrong_length_is_not_loaded(void **state)
{
    (void)state;
    struct tree tree = {0};
    struct tree loaded = {.size = 77};
    for (int n = 0; n < 13; n++) {
        tree_append(&tree, leaves[n]);
    }
    str row = tree_store(arena, &tree);
    for (ptrdiff_t n = 0; n < row.n; n++) {
        assert_false(tree_load(str_slice(row, 0, n), &loaded));
    }
    assert_false(tree_load(str_join(arena, row, S("x")), &loaded));
    assert_false(tree_load(S("\xff\xff\xff\xff\xff\xff\xff\xff"), &loaded));
    assert_int_equal(loaded.size, 77);
    assert_true(tree_load(row, &loaded));
    assert_int_equal(loaded.size, 13);
}

static void paths_are_those_of_the_model_and_hold(void **state)
{
    (void)state;
    struct dice dice = dice_seeded(seed);
    for (int round = 0; round < 400; round++) {
        struct arena_mark mark = arena_mark(arena);
        int64_t n = 1 + (int64_t)dice_below(&dice, LEAVES_MAX);
        int64_t at = (int64_t)dice_below(&dice, (uint64_t)n);
        str path = tree_path(arena, leaves, n, at);
        assert_true(str_eq(path, model_path(leaves, n, at)));
        assert_true(tree_path_holds(leaves[at], at, n, path,
                                    model_root(leaves, n)));
        arena_back(arena, mark);
    }
}

static void all_paths_of_small_trees_hold_at_their_place_alone(void **state)
{
    (void)state;
    for (int64_t n = 1; n <= 20; n++) {
        str root = model_root(leaves, n);
        for (int64_t at = 0; at < n; at++) {
            str path = tree_path(arena, leaves, n, at);
            for (int64_t other = -1; other <= n; other++) {
                assert_int_equal(tree_path_holds(leaves[at], other, n, path,
                                                 root), other == at);
            }
        }
    }
}

static void no_changed_path_leaf_or_root_holds(void **state)
{
    (void)state;
    const int64_t n = 200;
    const int64_t at = 123;
    str root = model_root(leaves, n);
    str path = str_copy(arena, tree_path(arena, leaves, n, at));
    str leaf = str_join(arena, leaves[at], S("x"));
    assert_true(tree_path_holds(leaves[at], at, n, path, root));
    assert_false(tree_path_holds(leaf, at, n, path, root));
    assert_false(tree_path_holds(leaves[at], at, n, path,
                                 model_root(leaves, n - 1)));
    assert_false(tree_path_holds(leaves[at], at, n, path, S("")));
    assert_false(tree_path_holds(leaves[at], at, n,
                                 str_join(arena, path, root), root));
    for (ptrdiff_t cut = 0; cut < path.n; cut++) {
        assert_false(tree_path_holds(leaves[at], at, n,
                                     str_slice(path, 0, cut), root));
    }
    char *bytes = (char *)path.p;
    for (ptrdiff_t bit = 0; bit < 8 * path.n; bit++) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        assert_false(tree_path_holds(leaves[at], at, n, path, root));
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
    }
}

/* A node must not pass for a leaf: that is what the two prefixes are for. */
static void a_node_is_not_a_leaf(void **state)
{
    (void)state;
    str pair = str_join(arena, model_root(leaves, 1),
                        model_root(leaves + 1, 1));
    str root = model_root(leaves, 2);
    assert_false(tree_path_holds(pair, 0, 1, S(""), root));
    assert_true(tree_path_holds(leaves[0], 0, 1, S(""),
                                model_root(leaves, 1)));
}

int main(int count, char **args)
{
    seed = count > 1 ? strtoull(args[1], NULL, 10) : (uint64_t)time(NULL);
    print_message("seed %llu\n", (unsigned long long)seed);
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_roots_are_those_of_certificate_transparency),
        cmocka_unit_test(appending_gives_the_root_of_the_model),
        cmocka_unit_test(a_tree_kept_in_a_row_goes_on_growing),
        cmocka_unit_test(a_row_of_the_wrong_length_is_not_loaded),
        cmocka_unit_test(paths_are_those_of_the_model_and_hold),
        cmocka_unit_test(all_paths_of_small_trees_hold_at_their_place_alone),
        cmocka_unit_test(no_changed_path_leaf_or_root_holds),
        cmocka_unit_test(a_node_is_not_a_leaf),
    };
    return cmocka_run_group_tests(tests, leaves_up, leaves_down);
}
