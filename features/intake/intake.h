/* The public's door: say it, keep the slip, follow it, read what was
 * published.  Another room that is a door for the public, the kiosk, calls
 * what stands here, so that words come in and slips go out in one way. */
#ifndef FEATURES_INTAKE_H
#define FEATURES_INTAKE_H

#include "desk/task.h"
#include "features/matters/matters.h"
#include "intake_gen.h"

/* Writes down what the route's form FORM_SAY holds, by the rules of /say,
 * and gives this client the slip.  `channel` is a stored word
 * (matters_rules.h).  INVALID with the field's message; GONE if station or
 * deputy receive nothing any more. */
MUST_USE err intake_receive(struct task *task, str channel,
                            struct matter_made *made);

/* Who leaves a name or a phone agrees to its use: what to say if not, or
 * empty. */
str intake_consent_missing(str name, str phone, bool consent);

/* The slip of the route's {code}, for who may print it (else NOT_FOUND);
 * nothing may keep the reply. */
MUST_USE err intake_slip(struct task *task, struct page_slip *slip);

/* What a code and a PIN, as typed, open.  The same work and the same words
 * whether the code exists or not; failures are counted and lock the code.
 * OK with `problem` empty: the matter is found; else what to tell, and the
 * error that stands for it. */
struct intake_found {
    struct matter_row matter;
    str problem;                    /* Chinese */
    err why;
    bool is_slip_of_finger;         /* no PIN at all: it cost no try */
};
MUST_USE err intake_find(struct task *task, str code, str pin,
                         struct intake_found *found);

extern const struct feature INTAKE_FEATURE;

#endif
