/** Colours that the colour-blind can tell apart, and the classes that figures are shown in: the
 *  same in styles and in rasters. */
#ifndef EVENREACH_OUTPUTS_PALETTE_H
#define EVENREACH_OUTPUTS_PALETTE_H

#include <stddef.h>
#include <stdint.h>

/** 0xRRGGBB. */
typedef uint32_t er_colour;

/** What is not known, or is none of the classes. */
#define ER_COLOUR_UNKNOWN ((er_colour)0xBDBDBD)
/** What stands beside what was asked for. */
#define ER_COLOUR_ASIDE ((er_colour)0xD9D9D9)

/** Classes of a share of what is covered, from the lowest: class i holds shares from
 *  er_share_breaks[i] to below er_share_breaks[i + 1], the last one its upper end too. */
enum { ER_SHARE_CLASSES = 6 };
extern const double er_share_breaks[ER_SHARE_CLASSES + 1];
/** From pale (low) to dark (high): ColorBrewer's YlGnBu of six classes. */
extern const er_colour er_share_colours[ER_SHARE_CLASSES];

/** Classes of a change around nothing: ColorBrewer's PuOr of seven classes, low to high. */
enum { ER_CHANGE_CLASSES = 7 };
extern const er_colour er_change_colours[ER_CHANGE_CLASSES];

/** Kinds without an order: the palette of M. Okabe and K. Ito (2008). */
enum { ER_KIND_COLOURS = 8 };
extern const er_colour er_kind_colours[ER_KIND_COLOURS];

#endif
