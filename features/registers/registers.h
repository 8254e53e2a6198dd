/* 迁入: registers taken in from spreadsheets and given out as such. */
#ifndef FEATURES_REGISTERS_H
#define FEATURES_REGISTERS_H

#include "desk/task.h"

extern const struct feature REGISTERS_FEATURE;

#endif
