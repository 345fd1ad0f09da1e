/** A YAML document as a tree that remembers its lines, read under limits that keep hostile files
 * harmless: no aliases, anchors, tags or second documents; bounded size, depth and node count. */
#ifndef EVENREACH_SOURCES_YAML_TREE_H
#define EVENREACH_SOURCES_YAML_TREE_H

#include "evenreach/core.h"

enum { ER_YAML_SIZE_LIMIT = 1 << 20, ER_YAML_DEPTH_LIMIT = 32, ER_YAML_NODE_LIMIT = 100000 };

typedef enum er_yaml_kind { ER_YAML_SCALAR, ER_YAML_LIST, ER_YAML_MAP } er_yaml_kind;

typedef struct er_yaml_node {
    er_yaml_kind kind;
    int line;         /**< from 1; of the key where there is one */
    const char *key;  /**< in a map; else null */
    const char *text; /**< of a scalar */
    bool plain;       /**< a scalar without quotes */
    size_t count;     /**< children */
    struct er_yaml_node *first;
    struct er_yaml_node *next;
} er_yaml_node;

/** Parse `size` bytes; `name` is the file's name in messages. Nodes live in the arena. */
er_status er_yaml_parse(er_context *ctx, er_arena *arena, const char *name, const char *text,
                        size_t size, const er_yaml_node **root);

/** The node at a path such as "coverage.radii[2].group", or the nearest one above it that is
 *  there; never null for a non-null root. */
const er_yaml_node *er_yaml_find(const er_yaml_node *root, const char *path);

/** True for a scalar that stands for nothing: empty, ~ or null without quotes. */
bool er_yaml_is_null(const er_yaml_node *node);

#endif
