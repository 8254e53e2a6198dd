/* Personal data, shown so that its owner knows it again and nobody else
 * learns it.  The whole text is shown only after an unmasking, which is an
 * event (see the README's words). */
#ifndef TEXT_MASK_H
#define TEXT_MASK_H

#include "base/str.h"

struct arena;

/* 王小明 -> 王**, 欧阳娜娜 -> 欧阳**, 李 -> *: the family name stays, each
 * further character is a star, at most 8 of them.  At least one character is
 * always hidden; blanks around the name are dropped. */
str mask_name(struct arena *arena, str name);

/* 13812345678 -> 138****5678, +8613812345678 -> +86138****5678.  With 11
 * digits or more the first 3 (after +86) and the last 4 stay, with 7 to 10
 * the last 2, else none.  Blanks, hyphens and brackets stay, all else that
 * is no digit becomes a star. */
str mask_phone(struct arena *arena, str phone);

/* Could one call this number?  Mobile, landline with or without area code,
 * 400/800, all perhaps after +86; or + and 8 to 15 digits of another
 * country.  Only digits and a leading + are expected (FIELD_PHONE). */
bool phone_is_plausible(str digits);

/* Is there something in the text like a mobile number (11 digits that begin
 * with 1, perhaps after 86 or 0) or an identity card's number (15 or 18
 * digits, the last perhaps X)?  Wide digits count as digits; signs that
 * nobody sees are passed over, and of blanks, hyphens and dots one between
 * two groups: "138 1234 5678".  Meant to stop a person who publishes, not
 * to find everything. */
bool text_has_personal_number(str text);

#endif
