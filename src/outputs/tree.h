/** Files below a folder, and lists of them. */
#ifndef EVENREACH_OUTPUTS_TREE_H
#define EVENREACH_OUTPUTS_TREE_H

#include "evenreach/core.h"

/** Names of files, seen from a folder: "summary.json", "tables/towns.csv". Sorted. */
typedef struct er_names {
    const char **items;
    size_t count;
    size_t capacity;
} er_names;

bool er_names_have(const er_names *names, const char *name);
er_status er_names_add(er_context *ctx, er_arena *arena, er_names *names, const char *name);
void er_names_clear(er_names *names);

/** The files of a folder and of the folders in it, no deeper. A folder that is not there has none.
 */
er_status er_tree_files(er_context *ctx, er_arena *arena, const char *folder, er_names *out);
/** True if the folder holds nothing. */
er_status er_tree_is_empty(er_context *ctx, const char *folder, bool *empty);
/** Remove a folder and everything in it; links are removed, not followed. */
er_status er_tree_remove(er_context *ctx, const char *folder);

/** Read and write a list: a heading line, then a name a line. A name that leads out of the folder
 *  makes the list ER_ERR_INPUT. A list that is not there is empty and *found false. */
er_status er_names_read(er_context *ctx, er_arena *arena, const char *path, er_names *out,
                        bool *found);
er_status er_names_write(er_context *ctx, const char *path, const er_names *names);

#endif
