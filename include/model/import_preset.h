/*
 * The tables that other products export, as tables (product/import-export.md C1).
 */
#ifndef OKR_MODEL_IMPORT_PRESET_H
#define OKR_MODEL_IMPORT_PRESET_H

#include "model/import.h"

/* The product's own column that a column of this name is; TEMPLATE_COLUMNS: none. */
enum template_column import_preset_column(word format, struct text name);

#endif
