/** Checks a YAML tree against a libcyaml schema, so that every fault has its line: libcyaml itself
 * takes "ture" for true and "1,000" for 1, and names no allowed keys. */
#ifndef EVENREACH_SOURCES_YAML_SCHEMA_H
#define EVENREACH_SOURCES_YAML_SCHEMA_H

#include "sources/yaml_tree.h"

#include <cyaml/cyaml.h>

/** Most keys that a mapping of a schema, and most bytes that a text, may have. */
enum { ER_YAML_KEY_LIMIT = 128, ER_YAML_TEXT_LIMIT = 4000 };

/** Refuse an unknown key (with the nearest allowed one), a key given twice, a missing key, a wrong
 *  type, an unknown word of an enumeration. What the schema ignores (CYAML_IGNORE) are words for
 *  people: one text, or a text in each language under the keys en and zh-TW, of which one may be
 *  left out. `name` is the file's name. */
er_status er_yaml_check(er_context *ctx, const char *name, const er_yaml_node *root,
                        const cyaml_schema_value_t *schema);

#endif
