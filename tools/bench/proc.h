/* What the kernel tells of another process. */
#ifndef TOOLS_BENCH_PROC_H
#define TOOLS_BENCH_PROC_H

#include <stdint.h>

/* Time of all its threads on a core so far; 0 for pid 0 or none such. */
int64_t proc_cpu_us(int pid);

/* Resident memory by a line of /proc/PID/status: "VmRSS:" all of it,
 * "RssAnon:" its own, "RssFile:" what stands in files (the program itself). */
int64_t proc_memory_kb(int pid, const char *line_name);

#endif
