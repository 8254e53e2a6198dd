/* The only list of rooms. */
#include "main/features.h"

#include "features/areas/areas.h"
#include "features/attendance/attendance.h"
#include "features/cards/cards.h"
#include "features/congress/congress.h"
#include "features/insight/insight.h"
#include "features/inspections/inspections.h"
#include "features/intake/intake.h"
#include "features/kiosk/kiosk.h"
#include "features/matters/matters.h"
#include "features/organs/organs.h"
#include "features/people/people.h"
#include "features/staffing/staffing.h"
#include "features/profiles/profiles.h"
#include "features/registers/registers.h"
#include "features/reception/reception.h"
#include "features/stations/stations.h"

const struct feature *const FEATURES[] = {
    &DESK_FEATURE,
    &AREAS_FEATURE,
    &CONGRESS_FEATURE,
    &ORGANS_FEATURE,
    &STATIONS_FEATURE,
    &INSPECTIONS_FEATURE,
    &PEOPLE_FEATURE,
    &STAFFING_FEATURE,
    &REGISTERS_FEATURE,
    &RECEPTION_FEATURE,
    &ATTENDANCE_FEATURE,
    &MATTERS_FEATURE,
    &INTAKE_FEATURE,
    &INSIGHT_FEATURE,
    &CARDS_FEATURE,
    &PROFILES_FEATURE,
    &KIOSK_FEATURE,
};
const int FEATURE_COUNT = sizeof FEATURES / sizeof FEATURES[0];
