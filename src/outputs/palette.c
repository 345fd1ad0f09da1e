#include "outputs/palette.h"

const double er_share_breaks[ER_SHARE_CLASSES + 1] = {0, 0.5, 0.8, 0.9, 0.95, 0.99, 1};

/* C. Brewer, colorbrewer2.org: sequential, YlGnBu, 6 classes; marked as safe for the colour-blind.
 */
const er_colour er_share_colours[ER_SHARE_CLASSES] = {0xFFFFCC, 0xC7E9B4, 0x7FCDBB,
                                                      0x41B6C4, 0x2C7FB8, 0x253494};

/* The same: diverging, PuOr, 7 classes. */
const er_colour er_change_colours[ER_CHANGE_CLASSES] = {0xB35806, 0xF1A340, 0xFEE0B6, 0xF7F7F7,
                                                        0xD8DAEB, 0x998EC3, 0x542788};

/* M. Okabe, K. Ito, "Color Universal Design", 2008; the strongest first. */
const er_colour er_kind_colours[ER_KIND_COLOURS] = {0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7,
                                                    0x56B4E9, 0xD55E00, 0xF0E442, 0x000000};
