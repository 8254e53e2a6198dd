/* cage NUMBERS COMMAND...: runs a command with those system calls alone that
 * the file NUMBERS lists, one number a line (it is removed once it is read);
 * all others are EPERM, and calls of another architecture kill.  What the
 * unit says besides is kept too: sockets of IPv4, IPv6 and this machine only
 * (RestrictAddressFamilies), and no memory that can be written and run
 * (MemoryDenyWriteExecute).  Exit 3: this system lets nobody have a filter.
 *
 * For trying script/xinqiao.service where systemd does not run: script/cage
 * makes the list from the unit.  It proves that the house lives inside; who
 * guards a real one is systemd. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/must.h"

#if defined(__x86_64__)
#define CAGE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CAGE_ARCH AUDIT_ARCH_AARCH64
#else
#error "add this machine's AUDIT_ARCH"
#endif

enum { STEPS_MAX = 4000, X32_FROM = 0x40000000 };

struct program {
    struct sock_filter steps[STEPS_MAX];
    unsigned short n;
};

static void step(struct program *program, struct sock_filter one)
{
    must(program->n < STEPS_MAX);
    program->steps[program->n++] = one;
}

static void give(struct program *program, unsigned answer)
{
    step(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
}

static void load(struct program *program, size_t offset)
{
    step(program, (struct sock_filter)BPF_STMT(
                      BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

/* The lower half of an argument, on machines that begin with it. */
static size_t argument(int i)
{
    must(i >= 0);
    must(i < 6);
    return offsetof(struct seccomp_data, args) + sizeof(__u64) * (size_t)i;
}

/* If what is loaded equals `value`, the next `steps` steps are done. */
static void when(struct program *program, unsigned value, int steps)
{
    step(program, (struct sock_filter)BPF_JUMP(
                      BPF_JMP | BPF_JEQ | BPF_K, value, 0,
                      (unsigned char)steps));
}

static unsigned refused(void)
{
    return SECCOMP_RET_ERRNO | EPERM;
}

static void begin(struct program *program)
{
    load(program, offsetof(struct seccomp_data, arch));
    step(program, (struct sock_filter)BPF_JUMP(
                      BPF_JMP | BPF_JEQ | BPF_K, CAGE_ARCH, 1, 0));
    give(program, SECCOMP_RET_KILL_PROCESS);
    load(program, offsetof(struct seccomp_data, nr));
    step(program, (struct sock_filter)BPF_JUMP(
                      BPF_JMP | BPF_JGE | BPF_K, X32_FROM, 0, 1));
    give(program, SECCOMP_RET_KILL_PROCESS);
}

static void families(struct program *program)
{
    when(program, SYS_socket, 6);
    load(program, argument(0));
    for (int i = 0; i < 3; i++) {
        static const int ours[] = {AF_UNIX, AF_INET, AF_INET6};
        step(program, (struct sock_filter)BPF_JUMP(
                          BPF_JMP | BPF_JEQ | BPF_K, (unsigned)ours[i],
                          (unsigned char)(3 - i), 0));
    }
    give(program, refused());
    load(program, offsetof(struct seccomp_data, nr));
}

/* Refuses a call whose flags (argument i) hold all of `bits`. */
static void never_with(struct program *program, unsigned call, int i,
                       unsigned bits)
{
    when(program, call, 5);
    load(program, argument(i));
    step(program, (struct sock_filter)BPF_STMT(
                      BPF_ALU | BPF_AND | BPF_K, bits));
    when(program, bits, 1);
    give(program, refused());
    load(program, offsetof(struct seccomp_data, nr));
}

static int read_numbers(struct program *program, const char *path)
{
    FILE *file = fopen(path, "r");
    int count = 0;
    unsigned number = 0;
    while (file != NULL && fscanf(file, "%u", &number) == 1) {
        when(program, number, 1);
        give(program, SECCOMP_RET_ALLOW);
        count++;
    }
    if (file != NULL) {
        (void)fclose(file);
        (void)unlink(path);
    }
    return count;
}

int main(int argc, char **argv)
{
    static struct program program;
    if (argc < 3) {
        fprintf(stderr, "usage: cage NUMBERS COMMAND...\n");
        return 2;
    }
    begin(&program);
    families(&program);
    never_with(&program, SYS_mmap, 2, PROT_WRITE | PROT_EXEC);
    never_with(&program, SYS_mprotect, 2, PROT_EXEC);
    never_with(&program, SYS_pkey_mprotect, 2, PROT_EXEC);
    never_with(&program, SYS_shmat, 2, SHM_EXEC);
    if (read_numbers(&program, argv[1]) == 0) {
        fprintf(stderr, "cage: no numbers in %s\n", argv[1]);
        return 2;
    }
    give(&program, refused());
    struct sock_fprog whole = {program.n, program.steps};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) != 0) {
        perror("cage");
        return 3;
    }
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    return 127;
}
