/* Where the rows of layers are, unpacked: what the worker of the data does. */
import { feature } from 'topojson-client';
import { longitudes } from './longitudes.js';

const DEGREES = 1e-6;

function boxInto(box, coordinates) {
    if (typeof coordinates[0] !== 'number') {
        for (const part of coordinates) boxInto(box, part);
        return;
    }
    const [x, y] = coordinates;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
}

function ringCentre(ring) {
    let [area, x, y] = [0, 0, 0];
    const [x0, y0] = ring[0];
    for (let i = 1; i < ring.length; i++) {
        const [ax, ay] = [ring[i - 1][0] - x0, ring[i - 1][1] - y0];
        const [bx, by] = [ring[i][0] - x0, ring[i][1] - y0];
        const cross = ax * by - bx * ay;
        area += cross;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    return { area: Math.abs(area), point: area ? [x0 + x / (3 * area), y0 + y / (3 * area)] : [x0, y0] };
}

function centreOf({ type, coordinates }) {
    if (type === 'Point') return coordinates;
    if (type === 'Polygon' || type === 'MultiPolygon') {
        const rings = (type === 'Polygon' ? [coordinates] : coordinates).map(([ring]) => ringCentre(ring));
        return rings.reduce((best, ring) => (ring.area > best.area ? ring : best)).point;
    }
    const line = type === 'MultiLineString' ? coordinates[0] : coordinates;
    return line?.[Math.floor(line.length / 2)] ?? null;
}

/** The geometries of all layers of a document, `raw` as src/viewer/DATA.md says. */
export class Geometry {
    #topology;
    #run;
    #layers;
    #features = new Map();

    constructor(raw) {
        this.#topology = raw.topology ?? null;
        this.#run = longitudes(raw.extent);
        this.#layers = new Map((raw.layers ?? []).map((layer) => [layer.name, layer]));
    }

    /** GeoJSON features of a layer, a row each, their id the number of the row; a feature whose place
     *  is not known has no geometry. */
    features(name) {
        let features = this.#features.get(name);
        if (!features) {
            const layer = this.#layers.get(name);
            features = layer.shape === 'point' ? this.#points(layer) : this.#drawn(layer);
            this.#features.set(name, features);
        }
        return features;
    }

    #points(layer) {
        let [x, y] = [0, 0];
        return Array.from({ length: layer.rows ?? 0 }, (_, id) => {
            const [dx, dy] = [layer.x?.[id], layer.y?.[id]];
            let geometry = null;
            if (Number.isFinite(dx) && Number.isFinite(dy)) {
                x += dx;
                y += dy;
                geometry = { type: 'Point', coordinates: [this.#run.of(x * DEGREES), y * DEGREES] };
            }
            return { type: 'Feature', id, properties: {}, geometry };
        });
    }

    #drawn(layer) {
        const geometries = this.#topology?.objects?.[layer.object ?? layer.name]?.geometries ?? [];
        return Array.from({ length: layer.rows ?? 0 }, (_, id) => {
            const packed = geometries[id];
            let geometry = null;
            if (packed?.type) geometry = feature(this.#topology, packed).geometry;
            if (geometry && !geometry.coordinates.length) geometry = null;
            if (geometry && this.#run.crosses) geometry.coordinates = this.#unrolled(geometry.coordinates);
            return { type: 'Feature', id, properties: {}, geometry };
        });
    }

    #unrolled(coordinates) {
        if (typeof coordinates[0] === 'number') return [this.#run.of(coordinates[0]), coordinates[1]];
        return coordinates.map((part) => this.#unrolled(part));
    }

    /** {boxes, centres} of a layer: west, south, east, north, and x, y of a point that stands for the
     *  row (the middle of its largest part), row by row; NaN where a row has no place. */
    places(name) {
        const features = this.features(name);
        const boxes = new Float64Array(4 * features.length).fill(NaN);
        const centres = new Float64Array(2 * features.length).fill(NaN);
        features.forEach(({ geometry }, row) => {
            if (!geometry) return;
            const box = [Infinity, Infinity, -Infinity, -Infinity];
            boxInto(box, geometry.coordinates);
            boxes.set(box, 4 * row);
            const centre = centreOf(geometry);
            if (centre) centres.set(centre, 2 * row);
        });
        return { boxes, centres };
    }

    /** Features of a layer that have a place. `rows`: of these alone; `properties`: of each row; `parts`:
     *  what of a row, its `shape`, its `middle`, or both. */
    select(name, { rows = null, properties = null, parts = ['shape'] } = {}) {
        const all = this.features(name);
        const wanted = (rows ? rows.map((row) => all[row]) : all).filter((one) => one?.geometry);
        return parts.flatMap((part) =>
            wanted.map(({ id, geometry }) => ({
                type: 'Feature',
                id,
                properties: properties?.[id] ?? {},
                geometry: part === 'middle' ? { type: 'Point', coordinates: centreOf(geometry) } : geometry,
            })),
        );
    }
}
