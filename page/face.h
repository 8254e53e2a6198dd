/* What every page knows beside its own data: the viewer and the house.
 *
 * Desk fills it once per request; layouts and widgets read it.  All text is
 * escaped by whoever writes it. */
#ifndef PAGE_FACE_H
#define PAGE_FACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum lang { LANG_ZH, LANG_EN, LANG_COUNT };

/* One entry of the navigation. */
struct face_link {
    str href;
    str label;                      /* Chinese */
    bool current;
    int64_t badge;                  /* 0: none */
};
struct face_link_list {
    struct face_link *rows;
    ptrdiff_t n;
};

struct face {
    enum lang lang;
    bool elder;                     /* 长辈版 */
    bool contrast;                  /* 高对比度 */
    bool kiosk;                     /* a page of the terminal, /kiosk */
    bool logged_in;
    str site;                       /* name of the place, e.g. 清溪县 */
    str viewer;                     /* name of who is logged in */
    str viewer_role;                /* Chinese */
    str acting;                     /* name of whom one acts for, or empty */
    bool acting_over;               /* acting has just ended */
    str path;                       /* of this page */
    str back;                       /* path and query, to come back to */
    str token;                      /* for POST forms */
    str once;                       /* key against double sending */
    str flash;                      /* Chinese sentence, or empty */
    bool flash_bad;
    str request_id;
    int64_t now_ms;
    struct face_link_list nav;
    struct face_link_list further;  /* of the menu, on the page /more */
};

#endif
