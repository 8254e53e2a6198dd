/* Times in microseconds, counted in steps of about one per cent. */
#ifndef TOOLS_BENCH_HISTOGRAM_H
#define TOOLS_BENCH_HISTOGRAM_H

#include <stdint.h>

enum { HISTOGRAM_STEPS = 64, HISTOGRAM_DOUBLINGS = 40 };

struct histogram {
    int64_t counts[HISTOGRAM_DOUBLINGS][HISTOGRAM_STEPS];
    int64_t n, max;
};

void histogram_add(struct histogram *histogram, int64_t us);

/* The time that `part` (0..1) of all do not exceed; 0 if there are none. */
int64_t histogram_at(const struct histogram *histogram, double part);

#endif
