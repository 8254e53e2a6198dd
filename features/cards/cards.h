/* 便民联系卡: cards of deputies to carry home. */
#ifndef FEATURES_CARDS_H
#define FEATURES_CARDS_H

#include "desk/task.h"
#include "cards_gen.h"

extern const struct feature CARDS_FEATURE;

#endif
