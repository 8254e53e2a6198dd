/* One writer's slot per process that has a SQLite file open.
 *
 * Ids are made without asking the database (desk/ids.h): two processes, a
 * server and an import beside it, must not count in the same slot.  Each
 * holds a lock on one byte of a small file next to the data; the kernel
 * gives it back however the process ends. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/engine.h"

enum { FILE_SLOTS_MAX = 64, PATH_BYTES_MAX = 4096 };

static bool slot_try(int fd, int slot)
{
    must(fd >= 0);
    must(slot > 0);
    struct flock lock = {
        .l_type = F_WRLCK,
        .l_whence = SEEK_SET,
        .l_start = slot,
        .l_len = 1,
    };
    return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

err slot_lock(struct line *line, const char *file, int *fd)
{
    must(line->use == LINE_WORKER);
    must(line->tx.slot == 0);
    must(file != NULL);
    must(fd != NULL);
    char path[PATH_BYTES_MAX];
    int n = snprintf(path, sizeof path, "%s-slots", file);
    *fd = n > 0 && n < PATH_BYTES_MAX
              ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)
              : -1;
    if (*fd < 0) {
        return line_fault(line, errno == ENOSPC ? ERR_FULL : ERR_UNAVAILABLE,
                          "slot", "file", strerror(errno));
    }
    for (int slot = 1; slot <= FILE_SLOTS_MAX; slot++) {
        if (slot_try(*fd, slot)) {
            line->tx.slot = slot;
            return OK;
        }
    }
    return line_fault(line, ERR_UNAVAILABLE, "slot", "xinqiao",
                      "too many processes write to this file");
}
