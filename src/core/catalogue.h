/** The texts for people in other languages, keyed by the English text. */
#ifndef EVENREACH_CORE_CATALOGUE_H
#define EVENREACH_CORE_CATALOGUE_H

#include <stddef.h>

/** The Traditional Chinese text, or `english` itself where there is none. */
const char *er_catalogue_zh_tw(const char *english);

/** Entry i of the catalogue, for tests; false past its end. */
int er_catalogue_zh_tw_entry(size_t i, const char **english, const char **translated);

#endif
