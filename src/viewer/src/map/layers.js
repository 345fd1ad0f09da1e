/* The layers of the document on the map: a source is made when a layer is first shown. */
import { around } from '../data/shapes.js';
import { sheetName } from '../data/words.js';
import { categoriesOf, strataOf, stratumKey } from './categories.js';
import { LAND } from './colours.js';
import { addRowsSource, ROWS } from './rows-source.js';
import { landSpec, layerSpecs, MIDDLES_TO, middleSpecs, properties, RANK, shadedOpacity, unitSpecs } from './specs.js';

/* A layer of polygons whose middle one is smaller than this part of the study has marks as well. */
const SMALL = 0.01;
const DOT_PX = 3;
const TILE_PX = 512; // the world is so wide at zoom 0

export class MapLayers {
    #map;
    #doc;
    #drawn = [];
    #shown = new Set();
    #info = new Map();

    constructor(map, doc, words) {
        this.#map = map;
        this.#doc = doc;
        for (const layer of doc.layers) {
            const depth = doc.units.indexOf(layer);
            const named = { ...words, sheetName };
            this.#info.set(layer, {
                depth,
                categories: depth < 0 ? categoriesOf(layer, named) : null,
                strata: depth < 0 ? strataOf(layer, words) : null,
                small: depth < 0 && layer.shape === 'polygon' && this.#isSmall(layer),
                made: false,
                stratum: null,
            });
        }
    }

    info(layer) {
        return this.#info.get(layer);
    }

    source = (layer) => `data-${layer.name}`;

    #isSmall(layer) {
        const extent = this.#doc.extent;
        const whole = Math.max(extent[2] - extent[0], extent[3] - extent[1]);
        const boxes = Array.from({ length: layer.rows }, (_, row) => this.#doc.shapes.boxOf(layer, row));
        const sizes = boxes
            .filter(Boolean)
            .map((box) => Math.max(box[2] - box[0], box[3] - box[1]))
            .sort((a, b) => a - b);
        return sizes.length > 0 && sizes[sizes.length >> 1] < whole * SMALL;
    }

    /** The land: the largest units, whatever else is shown. */
    addLand() {
        const [largest] = this.#doc.units;
        if (!largest) return;
        this.#addSource(largest);
        this.#add(landSpec(LAND), 'land', this.source(largest));
    }

    addTiles(tiles) {
        this.#map.addSource('tiles', { type: 'raster', tiles: [tiles.url], tileSize: 256 });
        this.#add({ rank: RANK.tiles, type: 'raster' }, 'tiles', 'tiles');
    }

    #add(spec, id, source) {
        const { rank, part: _part, pick: _pick, middle: _middle, hatched: _hatched, ...rest } = spec;
        const above = this.#drawn.filter((one) => one.rank > rank).sort((a, b) => a.rank - b.rank)[0];
        this.#map.addLayer({ id, source, ...(source === 'tiles' ? {} : ROWS), ...rest }, above?.id);
        this.#drawn.push({ id, rank });
    }

    /** Keep a layer made elsewhere above those of lower rank that are added later. */
    raise(id, rank) {
        this.#drawn.push({ id, rank });
    }

    #addSource(layer) {
        const id = this.source(layer);
        if (this.#map.getSource(id)) return;
        const info = this.#info.get(layer);
        const properties = this.#properties(layer);
        const draw = (part) => this.#doc.shapes.draw(layer, { properties, parts: [part] });
        addRowsSource(this.#map, id, draw('shape'));
        if (info.small) addRowsSource(this.#map, `${id}-middle`, draw('middle'));
    }

    /* Of each row; null for units, which are coloured by their state. */
    #properties(layer) {
        const { depth, categories, strata } = this.#info.get(layer);
        if (depth >= 0) return null;
        const of = properties(layer, categories, strata && ((row) => stratumKey(layer, row)));
        return Array.from({ length: layer.rows }, (_, row) => of(row));
    }

    #make(layer) {
        const info = this.#info.get(layer);
        if (info.made) return;
        info.made = true;
        this.#addSource(layer);
        const specs = info.depth >= 0 ? unitSpecs(info.depth) : layerSpecs(this.#map, layer, info.categories);
        if (info.small) {
            const from = this.#seenFrom(layer);
            for (const spec of specs) spec.minzoom = from;
            specs.push(...middleSpecs(this.#map, layer, info.categories));
        }
        info.parts = specs.map((spec) => {
            const id = `${layer.name}/${spec.part}`;
            this.#add(spec, id, this.source(layer) + (spec.middle ? '-middle' : ''));
            return { id, pick: spec.pick === true, hatched: spec.hatched === true };
        });
        if (info.strata) this.showStratum(layer, info.stratum ?? info.strata.all[0].key);
    }

    /* The zoom from which the largest row of a layer is more than a dot. */
    #seenFrom(layer) {
        let largest = 1e-6;
        for (let row = 0; row < layer.rows; row++) {
            const box = this.#doc.shapes.boxOf(layer, row);
            if (box) largest = Math.max(largest, box[2] - box[0], box[3] - box[1]);
        }
        return Math.min(Math.max(Math.log2((DOT_PX * 360) / (TILE_PX * largest)), 0), MIDDLES_TO);
    }

    /** Show just these layers. */
    show(names) {
        for (const layer of this.#doc.layers) {
            const on = names.has(layer.name);
            if (on) this.#make(layer);
            else if (!this.#shown.has(layer.name)) continue;
            for (const { id, hatched } of this.#info.get(layer).parts)
                if (!hatched) this.#map.setLayoutProperty(id, 'visibility', on ? 'visible' : 'none');
            this.#shown[on ? 'add' : 'delete'](layer.name);
        }
    }

    /** Fill just the units that a measure shades, with hatching where there are some of which nothing is
     *  known; null: none. What is not to be seen is not drawn, for a fill is work in every frame. */
    showShading(shading) {
        for (const layer of this.#doc.units) {
            const on = shading?.layer === layer;
            for (const { id, pick, hatched } of this.#info.get(layer).parts ?? []) {
                if (hatched)
                    this.#map.setLayoutProperty(id, 'visibility', on && shading.unknown > 0 ? 'visible' : 'none');
                else if (pick)
                    this.#map.setPaintProperty(id, 'fill-opacity', on ? shadedOpacity(this.#doc.tiles !== null) : 0);
            }
        }
    }

    isShown = (layer) => this.#shown.has(layer.name);

    showStratum(layer, key) {
        const info = this.#info.get(layer);
        info.stratum = key;
        for (const { id } of info.parts ?? []) this.#map.setFilter(id, ['==', ['get', 's'], key]);
    }

    /** Ids of style layers that can be picked, of one shape or of the others. */
    pickable(polygons) {
        return this.#doc.layers
            .filter((layer) => this.#shown.has(layer.name))
            .flatMap((layer) =>
                this.#info
                    .get(layer)
                    .parts.filter(
                        (part) => part.pick && (layer.shape === 'polygon' && !part.id.endsWith('/middle')) === polygons,
                    )
                    .map((part) => part.id),
            );
    }

    /** The layer that a picked feature is of. */
    layerOf(feature) {
        return this.#doc.layer(feature.layer.id.slice(0, feature.layer.id.lastIndexOf('/')));
    }

    /** The box of everything in a layer. */
    boxOf(layer) {
        return around(Array.from({ length: layer.rows }, (_, row) => this.#doc.shapes.boxOf(layer, row)));
    }
}
