/* A disk that fails when told to, for a server that is already running: a
 * library to preload (LD_PRELOAD).  XINQIAO_DISK_FAULT names a file; while
 * that file is there, every write to a place in a file, every cut of one and
 * every wait for the disk fails with the number that stands in it (30:
 * read-only, 28: full, 5: broken).  Log lines go on, for they are written
 * without a place.  SQLite calls the 64 bit names. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at);

/* 0: the disk is well. */
static int fault_now(void)
{
    const char *path = getenv("XINQIAO_DISK_FAULT");
    char digits[8] = {0};
    int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    ssize_t n = read(fd, digits, sizeof digits - 1);
    (void)close(fd);
    return n <= 0 ? 0 : (int)strtol(digits, NULL, 10);
}

/* dlsym() gives a pointer to data; the standard wants it copied over. */
static void real_find(const char *name, void *function, size_t size)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) = NULL;
    int fault = fault_now();
    if (fault != 0) {
        errno = fault;
        return -1;
    }
    real_find("pwrite64", &real, sizeof real);
    return real(fd, bytes, n, at);
}

static int call_or_fail(const char *name, int fd)
{
    int (*real)(int) = NULL;
    int fault = fault_now();
    if (fault != 0) {
        errno = fault;
        return -1;
    }
    real_find(name, &real, sizeof real);
    return real(fd);
}

int fsync(int fd)
{
    return call_or_fail("fsync", fd);
}

int fdatasync(int fd)
{
    return call_or_fail("fdatasync", fd);
}

int ftruncate64(int fd, off64_t size)
{
    int (*real)(int, off64_t) = NULL;
    int fault = fault_now();
    if (fault != 0) {
        errno = fault;
        return -1;
    }
    real_find("ftruncate64", &real, sizeof real);
    return real(fd, size);
}
