/* What the sections of a study share when defaults are filled in. */
#include "sources/study_figures.h"

er_status study_fill_note(const study_filler *fill, const char *list, const char *key) {
    return fill->noted ? study_note(fill->notes, "%s%s", list, key) : ER_OK;
}

er_status study_fill_figures(const study_filler *fill, const study_figure *figures, size_t count,
                             const char *list, const void *from, void *structure) {
    for (size_t i = 0; i < count; i++) {
        double *figure = study_figure_in(&figures[i], structure);
        if (!isnan(*figure)) continue;
        *figure = study_figure_of(&figures[i], from);
        ER_TRY(study_fill_note(fill, list, figures[i].key));
    }
    return ER_OK;
}

er_status study_fill_text(const study_filler *fill, const char *list, const char *key,
                          const char *from, const char **text) {
    if (*text) return ER_OK;
    *text = from;
    return study_fill_note(fill, list, key);
}
