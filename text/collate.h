/* How Chinese text is put in order, and how it is read.  ICU is known here
 * alone.
 *
 * Keys of one order compare byte by byte (memcmp, a blob on both engines) as
 * the texts do in that order:
 *   PINYIN    by sound: letter, tone, then strokes (CLDR zh, pinyin)
 *   STROKES   by number of strokes, then radical (CLDR zh, stroke), which is
 *             as lists by 姓氏笔画 go up to the shape of the first stroke
 * Texts that differ may have the same key; who needs one order puts an id
 * behind it.  Any thread may call. */
#ifndef TEXT_COLLATE_H
#define TEXT_COLLATE_H

#include "base/str.h"

struct arena;

enum collate_order { COLLATE_PINYIN, COLLATE_STROKES, COLLATE_ORDERS };

/* Empty for an empty text or invalid UTF-8. */
str collate_key(struct arena *arena, enum collate_order order, str text);

/* Han characters as syllables without tones, other letters without accents:
 * "张 伟" -> "zhang wei".  Each character by itself, as dictionaries put the
 * usual reading: no surname's (text/names.h knows those).  What has no
 * reading stays as it is; empty for invalid UTF-8.
 *
 * The first call of a process takes up to a second: see collate_warm(). */
str collate_latin(struct arena *arena, str text);

/* Does what the first call would, on a thread that may wait. */
void collate_warm(void);

#endif
