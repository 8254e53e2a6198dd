/* The sheets: a page to print, and a PDF. */
#ifndef FEATURES_CARDS_SHEET_H
#define FEATURES_CARDS_SHEET_H

#include "desk/task.h"

MUST_USE err cards_sheet_page(struct task *task);
MUST_USE err cards_pdf(struct task *task);

#endif
