/* What must stand before anybody can log in. */
#include "desk/ids.h"
#include "desk_gen.h"
#include "base/area_code.h"
#include "main/parts.h"
#include "text/fold.h"

struct seeding {
    struct db_job job;
    struct desk *desk;
    str login, name, hash, value;
    roles role;
    int64_t area, ref_id, now_ms;
};

static err account_act(struct tx *tx, struct db_job *job)
{
    const struct seeding *seed = (const struct seeding *)(const void *)job;
    int slot = tx_slot(tx);
    int64_t id = id_new(slot, seed->now_ms);
    TRY(q_account_add(tx, &(struct q_account_add_args){
        .id = id, .login = seed->login, .name = seed->name,
        .hash = seed->hash, .made_at = seed->now_ms}));
    for (int bit = 0; bit < ROLE_COUNT; bit++) {
        roles role = seed->role & (1u << bit);
        if (role == 0) {
            continue;
        }
        TRY(q_grant_add(tx, &(struct q_grant_add_args){
            .id = id_new(slot, seed->now_ms), .account_id = id,
            .role = role, .area_lo = seed->area,
            .area_hi = area_end(seed->area), .ref_id = seed->ref_id,
            .since_at = seed->now_ms, .by_account = id}));
    }
    return OK;
}

err seed_account(struct desk *desk, struct arena *arena,
                 const struct seed *seed)
{
    must(seed->role != 0);
    must(seed->login.n > 0);
    struct seeding work = {
        .job = {.act = account_act, .who = ROLE_SYSTEM, .arena = arena},
        .desk = desk, .login = fold_text(arena, seed->login),
        .name = seed->name,
        .role = seed->role, .area = seed->area, .ref_id = seed->ref_id,
        .now_ms = clock_now_ms(desk->clock),
    };
    TRY(password_hash(arena, seed->password, desk->password_cost,
                      &work.hash));
    return db_write(desk->db, &work.job);
}

static err setting_act(struct tx *tx, struct db_job *job)
{
    const struct seeding *seed = (const struct seeding *)(const void *)job;
    return q_setting_add(tx, &(struct q_setting_add_args){
        .area = seed->area, .name = seed->name, .value = seed->value,
        .since_at = seed->now_ms});
}

err seed_setting(struct desk *desk, struct arena *arena, int64_t area,
                 str name, str value)
{
    struct seeding work = {
        .job = {.act = setting_act, .who = ROLE_SYSTEM, .arena = arena},
        .desk = desk, .name = name, .value = value, .area = area,
        .now_ms = clock_now_ms(desk->clock),
    };
    return db_write(desk->db, &work.job);
}
