/* /openapi.json (OpenAPI 3.1), generated from routes, forms and pages: it
 * cannot say what the program does not do. */
#ifndef DESK_OPENAPI_H
#define DESK_OPENAPI_H

#include "desk/desk.h"

void openapi_write(const struct desk *desk, struct out *out);

/* The matrix "METHOD pattern role role ...", one route a line, sorted as the
 * tables stand; the test compares it with doc/MATRIX.txt. */
void matrix_write(const struct desk *desk, struct out *out);

#endif
