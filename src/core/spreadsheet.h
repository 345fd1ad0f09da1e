/** Texts in tables that a spreadsheet may open. */
#ifndef EVENREACH_CORE_SPREADSHEET_H
#define EVENREACH_CORE_SPREADSHEET_H

#include <stdbool.h>
#include <string.h>

/** A spreadsheet takes a cell that begins so for a formula (OWASP: CSV Injection); an apostrophe
 *  before it makes it a text. One character alone is none. */
static inline bool er_is_formula(const char *text) {
    return text[0] && text[1] && strchr("=+-@\t\r", text[0]);
}

#endif
