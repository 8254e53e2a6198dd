/* What a session is on, in words that its owner knows: "手机 · 微信".  Kept
 * are the two words alone, not what the browser says of itself, which would
 * tell more than anybody needs. */
#ifndef DESK_DEVICE_H
#define DESK_DEVICE_H

#include "base/str.h"

struct task;
struct arena;

/* The User-Agent as "phone wechat"; "other other" for what is not known.
 * Pure. */
str device_of(struct arena *arena, str user_agent);

/* Chinese of the first and the second word; empty for other. */
str device_kind_zh(str device);
str device_app_zh(str device);

/* "手机 · 微信", in the viewer's language. */
str device_told(struct task *task, str device);

#endif
