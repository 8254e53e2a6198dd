/* Row 0 holds 0..63 one by one; each further row the next doubling. */
#include "tools/bench/histogram.h"

#include "base/must.h"

void histogram_add(struct histogram *histogram, int64_t us)
{
    int64_t step = us < 0 ? 0 : us;
    int row = 0;
    while (step >= 2 * HISTOGRAM_STEPS) {
        step /= 2;
        row++;
    }
    if (step >= HISTOGRAM_STEPS) {
        step -= HISTOGRAM_STEPS;
        row++;
    }
    must(row < HISTOGRAM_DOUBLINGS);
    histogram->counts[row][step]++;
    histogram->n++;
    histogram->max = us > histogram->max ? us : histogram->max;
}

int64_t histogram_at(const struct histogram *histogram, double part)
{
    int64_t wanted = (int64_t)((double)histogram->n * part);
    int64_t seen = 0;
    must(part >= 0);
    must(part <= 1);
    for (int row = 0; row < HISTOGRAM_DOUBLINGS; row++) {
        for (int step = 0; step < HISTOGRAM_STEPS; step++) {
            seen += histogram->counts[row][step];
            if (seen > wanted || (seen == histogram->n && seen > 0)) {
                return row == 0 ? step
                                : (int64_t)(step + HISTOGRAM_STEPS)
                                      << (row - 1);
            }
        }
    }
    return 0;
}
