/* The rooms of this house, in the order of features/ORDER.  To take a room
 * out: delete its folder, its line here (in features.c) and in ORDER. */
#ifndef MAIN_FEATURES_H
#define MAIN_FEATURES_H

#include "desk/desk.h"

extern const struct feature *const FEATURES[];
extern const int FEATURE_COUNT;

#endif
