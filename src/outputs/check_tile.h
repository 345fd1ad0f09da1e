/** Vector tiles, decoded far enough to know that a viewer can draw them. Source of the format:
 *  Mapbox Vector Tile Specification 2.1, sections 4.1 to 4.4. */
#ifndef EVENREACH_OUTPUTS_CHECK_TILE_H
#define EVENREACH_OUTPUTS_CHECK_TILE_H

#include <stddef.h>
#include <stdint.h>

/** Whether a layer of that name (`length` bytes, no NUL) may be in a tile. */
typedef int er_tile_knows(void *owner, const char *name, size_t length);

/** The first rule that a tile breaks, English, of the catalogue; null: none. `bytes` are unpacked;
 *  `knows` may be null. */
const char *er_check_tile(const uint8_t *bytes, size_t size, er_tile_knows *knows, void *owner);

#endif
