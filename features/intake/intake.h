/* The public's door: say it, keep the slip, follow it, read what was
 * published.  Nobody calls this room; it calls matters. */
#ifndef FEATURES_INTAKE_H
#define FEATURES_INTAKE_H

#include "desk/desk.h"

extern const struct feature INTAKE_FEATURE;

#endif
