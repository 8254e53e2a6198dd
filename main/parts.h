/* What the files of main/ share. */
#ifndef MAIN_PARTS_H
#define MAIN_PARTS_H

#include "desk/desk.h"
#include "main/site.h"

struct desk *site_desk(struct site *site);

/* Accounts and settings before anybody can log in (init, demo, fixture):
 * the first security administrator of an area. */
struct seed {
    str login, name, password;
    roles role;                     /* one or more bits */
    int64_t area, ref_id;
};
MUST_USE err seed_account(struct desk *desk, struct arena *arena,
                          const struct seed *seed);
MUST_USE err seed_setting(struct desk *desk, struct arena *arena,
                          int64_t area, str name, str value);

/* keys/oidc.json of the data folder; NULL if there is none. */
MUST_USE err outer_read(struct arena *arena, str data_dir,
                        const struct oidc_house **house);

/* ---- commands: each is main() of a word; prints its own help ------------- */
int command_serve(int argc, char **argv);
int command_init(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_import(int argc, char **argv);
int command_export(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_account(int argc, char **argv);
int command_token(int argc, char **argv);
int command_setting(int argc, char **argv);
int command_doctor(int argc, char **argv);

#endif
