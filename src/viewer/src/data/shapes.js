/* Where the rows of layers are: features, boxes and points, unpacked when first asked for. */
import { feature } from 'topojson-client';

const DEGREES = 1e-6;
/* A geometry of more arcs than this is not small. */
const FEW_ARCS = 20;
const WORLD = [-180, -90, 180, 90];
const EMPTY = [Infinity, Infinity, -Infinity, -Infinity];

function eachPosition(coordinates, call) {
    if (typeof coordinates[0] === 'number') call(coordinates);
    else for (const part of coordinates) eachPosition(part, call);
}

function boxOf(geometry) {
    const box = [...EMPTY];
    if (geometry)
        eachPosition(geometry.coordinates, ([x, y]) => {
            if (x < box[0]) box[0] = x;
            if (y < box[1]) box[1] = y;
            if (x > box[2]) box[2] = x;
            if (y > box[3]) box[3] = y;
        });
    return box[0] <= box[2] ? box : null;
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

function centreOf(geometry) {
    const { type, coordinates } = geometry;
    if (type === 'Point') return coordinates;
    if (type === 'Polygon' || type === 'MultiPolygon') {
        const rings = (type === 'Polygon' ? [coordinates] : coordinates).map(([ring]) => ringCentre(ring));
        return rings.reduce((best, ring) => (ring.area > best.area ? ring : best)).point;
    }
    const line = type === 'MultiLineString' ? coordinates[0] : coordinates;
    return line?.[Math.floor(line.length / 2)] ?? null;
}

/** The places of all layers of a document. `extent` is that of the document: where its east is less
 *  than its west, longitudes run on past 180 degrees. */
export class Shapes {
    #topology;
    #west;
    #features = new Map();
    #boxes = new Map();

    constructor(topology, extent) {
        this.#topology = topology ?? null;
        const crosses = extent && extent[2] < extent[0];
        this.#west = crosses ? (extent[0] + extent[2]) / 2 : null;
        this.extent = extent ? this.box(extent) : null;
    }

    /** A longitude in the run of longitudes that the map uses. */
    longitude(degrees) {
        return this.#west !== null && degrees < this.#west ? degrees + 360 : degrees;
    }

    /** A box of west, south, east, north in that run. */
    box([west, south, east, north]) {
        const from = this.longitude(west);
        let to = this.longitude(east);
        if (to < from) to += 360;
        return [from, south, to, north];
    }

    /** GeoJSON features of a layer, a row each, their id the number of the row; a feature whose place
     *  is not known has no geometry. */
    features(layer) {
        let features = this.#features.get(layer.name);
        if (!features) {
            features = layer.shape === 'point' ? this.#points(layer) : this.#drawn(layer);
            this.#features.set(layer.name, features);
        }
        return features;
    }

    #points(layer) {
        let [x, y] = [0, 0];
        return Array.from({ length: layer.rows }, (_, id) => {
            const [dx, dy] = [layer.x?.[id], layer.y?.[id]];
            let geometry = null;
            if (Number.isFinite(dx) && Number.isFinite(dy)) {
                x += dx;
                y += dy;
                geometry = { type: 'Point', coordinates: [this.longitude(x * DEGREES), y * DEGREES] };
            }
            return { type: 'Feature', id, properties: {}, geometry };
        });
    }

    #drawn(layer) {
        const object = this.#topology?.objects?.[layer.object ?? layer.name];
        const geometries = object?.geometries ?? [];
        return Array.from({ length: layer.rows }, (_, id) => {
            const packed = geometries[id];
            let geometry = null;
            if (packed?.type) geometry = feature(this.#topology, packed).geometry;
            if (geometry && this.#west !== null) geometry.coordinates = this.#unrolled(geometry.coordinates);
            return { type: 'Feature', id, properties: {}, geometry };
        });
    }

    #unrolled(coordinates) {
        if (typeof coordinates[0] === 'number') return [this.longitude(coordinates[0]), coordinates[1]];
        return coordinates.map((part) => this.#unrolled(part));
    }

    /** Boxes of some rows of a drawn layer, without unpacking the rest. A row of many borders is taken
     *  for as large as the whole study. */
    sampleBoxes(layer, count) {
        const geometries = this.#topology?.objects?.[layer.object ?? layer.name]?.geometries ?? [];
        const step = Math.max(1, Math.floor(geometries.length / count));
        const sample = geometries.filter((geometry, i) => i % step === 0 && geometry?.type);
        return sample
            .map((packed) =>
                packed.arcs.flat(3).length > FEW_ARCS
                    ? (this.extent ?? WORLD)
                    : boxOf(feature(this.#topology, packed).geometry),
            )
            .filter(Boolean);
    }

    /** West, south, east, north of a row; null: it has no place. */
    boxOf(layer, row) {
        let boxes = this.#boxes.get(layer.name);
        if (!boxes) this.#boxes.set(layer.name, (boxes = []));
        if (boxes[row] === undefined) boxes[row] = boxOf(this.features(layer)[row]?.geometry);
        return boxes[row];
    }

    /** A point that stands for a row: the middle of its largest part; null: it has no place. */
    centreOf(layer, row) {
        const geometry = this.features(layer)[row]?.geometry;
        return geometry && geometry.coordinates.length ? centreOf(geometry) : null;
    }
}

/** The box that holds all `boxes`; null: there are none. */
export function around(boxes) {
    const all = [...EMPTY];
    for (const box of boxes)
        if (box) {
            all[0] = Math.min(all[0], box[0]);
            all[1] = Math.min(all[1], box[1]);
            all[2] = Math.max(all[2], box[2]);
            all[3] = Math.max(all[3], box[3]);
        }
    return all[0] <= all[2] ? all : null;
}
