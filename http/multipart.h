/* Takes a multipart/form-data body apart (RFC 7578).
 *
 * `type` is the whole Content-Type.  Parts with a file name become uploads,
 * the others pairs (a file's name is one too); a file input left empty is
 * nothing.  File names lose their folders.  Bytes are slices of `bytes`.
 *
 * BAD_REQUEST: no boundary, a part that never ends, a part without a name,
 * text that is not UTF-8.  TOO_LARGE: too many parts. */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/fill.h"

MUST_USE err multipart_read(struct arena *arena, str type, str bytes,
                            struct body *body);

#endif
