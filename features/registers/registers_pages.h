/* Handlers of this room; the routes stand in registers_pages.c. */
#ifndef FEATURES_REGISTERS_PAGES_H
#define FEATURES_REGISTERS_PAGES_H

#include "features/registers/moving.h"

/* The {register} of the route that the viewer may move; NOT_FOUND. */
MUST_USE err book_of_route(struct task *task, const struct book **book);

/* The {id} of the route, within what the viewer may move; NOT_FOUND. */
MUST_USE err import_of_route(struct task *task, struct import_row *import);

/* The event of an act on an import. */
MUST_USE err import_told(struct task *task, const struct import_row *import,
                         str kind);

/* registers_out.c */
MUST_USE err register_template_file(struct task *task);
MUST_USE err register_export_file(struct task *task);

/* import_send.c */
MUST_USE err register_page(struct task *task);
MUST_USE err import_prepare(struct task *task);
MUST_USE err import_send(struct task *task);
MUST_USE err import_columns_page(struct task *task);
MUST_USE err import_columns(struct task *task);

/* import_show.c */
MUST_USE err import_page(struct task *task);
MUST_USE err import_corrected(struct task *task);
MUST_USE err import_twin(struct task *task);
MUST_USE err import_confirm(struct task *task);
MUST_USE err import_again(struct task *task);
MUST_USE err import_undo(struct task *task);
MUST_USE err import_drop(struct task *task);

/* doubles.c */
MUST_USE err doubles_page(struct task *task);
MUST_USE err double_page(struct task *task);
MUST_USE err double_merge(struct task *task);

#endif
