/* Inspections of stations (六有检查). */
#ifndef FEATURES_INSPECTIONS_H
#define FEATURES_INSPECTIONS_H

#include "desk/task.h"
#include "inspections_gen.h"

extern const struct feature INSPECTIONS_FEATURE;

#endif
