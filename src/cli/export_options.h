/** Options of the commands that write layers, tables and the summary: export and run. */
#ifndef EVENREACH_CLI_EXPORT_OPTIONS_H
#define EVENREACH_CLI_EXPORT_OPTIONS_H

#include "cli/cli.h"
#include "evenreach/outputs.h"

#include <stddef.h>

typedef struct er_write_options {
    er_text_list formats;
    er_text_list levels;
    int64_t decimals;
    double simplify_m;
    bool simplestyle;
    bool bom;
    bool force;
} er_write_options;

/** Their rows of a command's option table; `at` is the offset of its er_write_options. */
#define ER_WRITE_OPTIONS(at)                                                                       \
    {"format",                                                                                     \
     0,                                                                                            \
     ER_OPTION_LIST,                                                                               \
     "NAME",                                                                                       \
     false,                                                                                        \
     "write this format (default: geojson and csv); may be repeated",                              \
     (at) + offsetof(er_write_options, formats)},                                                  \
        {"level",                                                                                  \
         0,                                                                                        \
         ER_OPTION_LIST,                                                                           \
         "LEVEL",                                                                                  \
         false,                                                                                    \
         "make a map layer of this level although it is large; may be repeated",                   \
         (at) + offsetof(er_write_options, levels)},                                               \
        {"decimals",                                                                               \
         0,                                                                                        \
         ER_OPTION_INT,                                                                            \
         "N",                                                                                      \
         false,                                                                                    \
         "round coordinates to N decimals of a degree, 0 to 7 (default: 7, about a centimetre)",   \
         (at) + offsetof(er_write_options, decimals)},                                             \
        {"simplify-m",                                                                             \
         0,                                                                                        \
         ER_OPTION_NUMBER,                                                                         \
         "METRES",                                                                                 \
         false,                                                                                    \
         "leave out corners so that no border strays further; neighbours keep meeting",            \
         (at) + offsetof(er_write_options, simplify_m)},                                           \
        {"simplestyle",                                                                            \
         0,                                                                                        \
         ER_OPTION_FLAG,                                                                           \
         NULL,                                                                                     \
         false,                                                                                    \
         "give GeoJSON the colours of each layer's main measure, for viewers that read them",      \
         (at) + offsetof(er_write_options, simplestyle)},                                          \
        {"bom",                                                                                    \
         0,                                                                                        \
         ER_OPTION_FLAG,                                                                           \
         NULL,                                                                                     \
         false,                                                                                    \
         "begin tables with a byte order mark, for spreadsheets that need it",                     \
         (at) + offsetof(er_write_options, bom)},                                                  \
    {                                                                                              \
        "force", 0, ER_OPTION_FLAG, NULL, false,                                                   \
            "write into a folder that holds other files, and over files of the same names",        \
            (at) + offsetof(er_write_options, force)                                               \
    }

/** As er_export takes them; valid as long as `options`, with room for what it points to. */
void er_export_how(const er_write_options *options, int *decimals, er_export_options *out);
/** Say where the files of an output folder are; without `report`, that one which is there is older.
 */
void er_print_places(er_invocation *invocation, const er_export_options *how, const char *folder,
                     bool workspace, bool rasters, bool report);
/** The formats, a line each. */
void er_print_formats(er_context *ctx, FILE *out);

#endif
