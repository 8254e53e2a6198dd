/* A chained table under one lock: the lock is held for a few dozen
 * instructions, far less than a request. */
#include "http/tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096, TALLY_MAGIC = 0x54414c59 };

struct entry {
    struct entry *next;
    uint64_t hash;
    int count;
    ptrdiff_t n;
    char who[];
};

struct tally {
    int magic;
    pthread_mutex_t lock;
    struct entry *buckets[BUCKETS];
};

struct tally *tally_new(void)
{
    struct tally *tally = calloc(1, sizeof *tally);
    if (tally == NULL) {
        return NULL;
    }
    tally->magic = TALLY_MAGIC;
    int failed = pthread_mutex_init(&tally->lock, NULL);
    must(!failed);
    return tally;
}

void tally_free(struct tally *tally)
{
    if (tally == NULL) {
        return;
    }
    must(tally->magic == TALLY_MAGIC);
    for (int i = 0; i < BUCKETS; i++) {
        while (tally->buckets[i] != NULL) {
            struct entry *entry = tally->buckets[i];
            tally->buckets[i] = entry->next;
            free(entry);
        }
    }
    pthread_mutex_destroy(&tally->lock);
    tally->magic = 0;
    free(tally);
}

static void tally_lock(struct tally *tally)
{
    must(tally != NULL);
    must(tally->magic == TALLY_MAGIC);
    int failed = pthread_mutex_lock(&tally->lock);
    must(!failed);
}

static void tally_unlock(struct tally *tally)
{
    int failed = pthread_mutex_unlock(&tally->lock);
    must(!failed);
}

/* Where the entry hangs, or where it would: never NULL itself. */
static struct entry **find_link(struct tally *tally, str who, uint64_t hash)
{
    struct entry **link = &tally->buckets[hash % BUCKETS];
    while (*link != NULL) {
        const struct entry *entry = *link;
        if (entry->hash == hash && str_eq((str){entry->who, entry->n}, who)) {
            break;
        }
        link = &(*link)->next;
    }
    return link;
}

static struct entry *entry_new(str who, uint64_t hash)
{
    struct entry *entry = malloc(sizeof *entry + (size_t)who.n);
    if (entry == NULL) {
        return NULL;
    }
    *entry = (struct entry){.hash = hash, .n = who.n};
    if (who.n > 0) {
        memcpy(entry->who, who.p, (size_t)who.n);
    }
    return entry;
}

bool tally_add(struct tally *tally, str who, int most)
{
    must(most >= 0);
    uint64_t hash = str_hash(who);
    tally_lock(tally);
    struct entry **link = find_link(tally, who, hash);
    if (*link == NULL) {
        *link = entry_new(who, hash);
    }
    bool room = *link != NULL && (most == 0 || (*link)->count < most);
    if (room) {
        (*link)->count++;
        must((*link)->count > 0);
    }
    tally_unlock(tally);
    return room;
}

void tally_drop(struct tally *tally, str who)
{
    uint64_t hash = str_hash(who);
    tally_lock(tally);
    struct entry **link = find_link(tally, who, hash);
    struct entry *entry = *link;
    must(entry != NULL);
    must(entry->count > 0);
    if (--entry->count == 0) {
        *link = entry->next;
        free(entry);
    }
    tally_unlock(tally);
}

int tally_of(struct tally *tally, str who)
{
    uint64_t hash = str_hash(who);
    tally_lock(tally);
    struct entry **link = find_link(tally, who, hash);
    int count = *link == NULL ? 0 : (*link)->count;
    tally_unlock(tally);
    must(count >= 0);
    return count;
}
