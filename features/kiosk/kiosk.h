/* The self-service terminal of a station (自助机): what a citizen looks up,
 * follows and says on a touch screen.  Nobody calls this room; it calls the
 * others and owns no table. */
#ifndef FEATURES_KIOSK_H
#define FEATURES_KIOSK_H

#include "desk/desk.h"

extern const struct feature KIOSK_FEATURE;

#endif
