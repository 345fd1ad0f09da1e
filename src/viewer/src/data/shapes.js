/* Where the rows of layers are: boxes and points at hand, shapes from the worker of the data. */
import { longitudes } from './longitudes.js';

/** Do two boxes have a point in common? */
export const overlaps = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

/** The places of all layers of a document, as the worker gives them. `extent` is that of the document:
 *  where its east is less than its west, longitudes run on past 180 degrees. */
export class Shapes {
    #places;
    #ask;
    #run;
    #drawings = 0;

    constructor(places, ask, extent) {
        this.#places = new Map(places);
        this.#ask = ask;
        this.#run = longitudes(extent);
        this.extent = extent ? this.box(extent) : null;
    }

    /** A box of west, south, east, north in the run of longitudes that the map uses. */
    box([west, south, east, north]) {
        const from = this.#run.of(west);
        let to = this.#run.of(east);
        if (to < from) to += 360;
        return [from, south, to, north];
    }

    #of(layer, kind, size, row) {
        const numbers = this.#places.get(layer.name)?.[kind].subarray(size * row, size * (row + 1));
        return numbers?.length && !Number.isNaN(numbers[0]) ? [...numbers] : null;
    }

    /** West, south, east, north of a row; null: it has no place. */
    boxOf(layer, row) {
        return this.#of(layer, 'boxes', 4, row);
    }

    /** A point that stands for a row: the middle of its largest part; null: it has no place. */
    centreOf(layer, row) {
        return this.#of(layer, 'centres', 2, row);
    }

    /** Cut rows into tiles from now on; options as those of Geometry.select. Returns their number. */
    draw(layer, options) {
        this.#ask('draw', ++this.#drawings, layer.name, options);
        return this.#drawings;
    }

    forget(drawing) {
        this.#ask('forget', drawing);
    }

    /** A promise of a tile's bytes. */
    tile(drawing, z, x, y) {
        return this.#ask('tile', drawing, z, x, y);
    }

    /** A promise of features of the rows that lie in some of `boxes`; their id is the row. */
    within(layer, boxes) {
        const rows = [];
        for (let row = 0; row < layer.rows; row++) {
            const its = this.boxOf(layer, row);
            if (its && boxes.some((box) => overlaps(its, box))) rows.push(row);
        }
        return this.#ask('select', layer.name, { rows });
    }
}

/** The box that holds all `boxes`; null: there are none. */
export function around(boxes) {
    const all = [Infinity, Infinity, -Infinity, -Infinity];
    for (const box of boxes)
        if (box) {
            all[0] = Math.min(all[0], box[0]);
            all[1] = Math.min(all[1], box[1]);
            all[2] = Math.max(all[2], box[2]);
            all[3] = Math.max(all[3], box[3]);
        }
    return all[0] <= all[2] ? all : null;
}
