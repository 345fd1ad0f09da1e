/* Layers cut into vector tiles, so that the map is handed what it shows and nothing more. */
import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';

/** What the rows are called inside of a tile. */
export const TILE_LAYER = 'rows';
/** The map enlarges tiles of this zoom beyond it. */
export const TILE_ZOOM = 14;

/* Units of a tile a side, as MapLibre counts them, of which a pixel of the screen has 16. */
const EXTENT = 8192;
const PER_PIXEL = EXTENT / 512;
const OPTIONS = { maxZoom: TILE_ZOOM, extent: EXTENT, buffer: 128 * PER_PIXEL, tolerance: 0.3 * PER_PIXEL };

/** Of GeoJSON features: a function of zoom, column and row that gives the tile's bytes; none where it is
 *  empty. */
export function cutTiles(features) {
    const index = new GeoJSONVT({ type: 'FeatureCollection', features }, OPTIONS);
    return (z, x, y) => {
        const tile = index.getTile(z, x, y);
        if (!tile) return new ArrayBuffer(0);
        return fromGeojsonVt({ [TILE_LAYER]: tile }, { version: 2, extent: EXTENT }).slice().buffer;
    };
}
