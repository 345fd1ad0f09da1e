/* Sources of the map whose tiles the worker of the data cuts: the page hands over bytes, and copies no
 * coordinates. */
import maplibregl from 'maplibre-gl';
import { TILE_LAYER, TILE_ZOOM } from '../data/tiles.js';

const SCHEME = 'rows';

const address = (drawing) => `${SCHEME}://${drawing}/{z}/{x}/{y}`;

/** Let maps ask `shapes` for tiles. */
export function serveTiles(shapes) {
    maplibregl.addProtocol(SCHEME, async ({ url }) => {
        const numbers = url.slice(`${SCHEME}://`.length).split('/').map(Number);
        return { data: await shapes.tile(...numbers) };
    });
}

/** A source of a drawing (Shapes.draw); options of style layers of it have ROWS as well. */
export function addRowsSource(map, id, drawing) {
    map.addSource(id, { type: 'vector', tiles: [address(drawing)], maxzoom: TILE_ZOOM });
}

export const ROWS = { 'source-layer': TILE_LAYER };

/** Another drawing in a source. */
export const setRows = (map, id, drawing) => map.getSource(id).setTiles([address(drawing)]);

/** A row of a layer's source, or all of them, as feature states name it. */
export const stateOf = (source, id) => ({ source, sourceLayer: TILE_LAYER, ...(id === undefined ? {} : { id }) });
