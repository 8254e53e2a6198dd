/* The public page of a deputy. */
#ifndef FEATURES_PROFILES_H
#define FEATURES_PROFILES_H

#include "desk/task.h"
#include "profiles_gen.h"

extern const struct feature PROFILES_FEATURE;

#endif
