/* Settings are data attached to an area and inherited down the tree: the
 * value of the nearest area above counts, the newest that has begun. */
#ifndef DESK_SETTINGS_H
#define DESK_SETTINGS_H

#include "desk/task.h"

MUST_USE err setting_text(struct task *task, int64_t area, str name,
                          str otherwise, str *value);
MUST_USE err setting_int(struct task *task, int64_t area, str name,
                         int64_t otherwise, int64_t *value);

/* "https://host" for what is printed or fed to others: the setting
 * site.address, or else where this request came to. */
MUST_USE err setting_site_url(struct task *task, str *url);

#endif
