/* Names on the map, as elements over it: no fonts are fetched. A name is left out where it would lie
 * over another or where its unit is too small on the screen. */
import { eachFrame, h } from '../core/dom.js';
import { rowNames } from '../data/words.js';

const MOST = 90;
const SMALLEST_PX = 26;
const PER_LETTER_PX = 6.6;
const PER_WIDE_LETTER_PX = 12.5;
const LINE_PX = 16;

const widthOf = (text) => {
    let width = 8;
    for (const letter of text) width += letter.codePointAt(0) > 0x2e80 ? PER_WIDE_LETTER_PX : PER_LETTER_PX;
    return width;
};

/* Units of a level are named from where the middle one is about this large. */
function candidates(doc, layer, depth) {
    const weight = layer.has('persons') ? 'persons' : 'area_km2';
    return Array.from({ length: layer.rows }, (_, row) => ({ row, box: doc.shapes.boxOf(layer, row) }))
        .filter((one) => one.box)
        .map(({ row, box }) => ({
            layer,
            depth,
            row,
            box,
            point: doc.shapes.centreOf(layer, row),
            weight: layer.value(row, weight) ?? 0,
        }))
        .sort((a, b) => b.weight - a.weight);
}

/** Keep names over the map; call the function it returns when layers or the language change. Its
 *  `shown()` gives the names there are: [{text, x, y, large}]. */
export function makeLabels(map, doc, layers, place) {
    const prepared = new Map();
    const pool = [];
    let shown = [];

    function wanted() {
        return doc.units
            .filter((layer) => layers.isShown(layer))
            .flatMap((layer) => {
                if (!prepared.has(layer)) prepared.set(layer, candidates(doc, layer, doc.units.indexOf(layer)));
                return prepared.get(layer);
            });
    }

    function pixels(box) {
        const a = map.project([box[0], box[3]]);
        const b = map.project([box[2], box[1]]);
        return Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y));
    }

    function draw() {
        const { clientWidth: width, clientHeight: height } = map.getContainer();
        const taken = [];
        let used = 0;
        shown = [];
        for (const one of wanted()) {
            if (used === MOST) break;
            const at = map.project(one.point);
            if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) continue;
            const { name } = rowNames(one.layer, one.row);
            const text = name.length > 28 ? `${name.slice(0, 27)}\u2026` : name;
            const wide = widthOf(text) * (one.depth === 0 ? 1.1 : 1);
            if (pixels(one.box) < Math.max(SMALLEST_PX, wide * (one.depth === 0 ? 0.35 : 1.1))) continue;
            const box = [at.x - wide / 2, at.y - LINE_PX / 2, at.x + wide / 2, at.y + LINE_PX / 2];
            if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]))
                continue;
            taken.push(box);
            const element = pool[used] ?? place.appendChild(h('bdi', { class: 'map-label' }));
            pool[used++] = element;
            element.textContent = text;
            element.classList.toggle('map-label-large', one.depth === 0);
            element.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px) translate(-50%, -50%)`;
            element.hidden = false;
            shown.push({ text, x: at.x, y: at.y, large: one.depth === 0 });
        }
        for (let i = used; i < pool.length; i++) pool[i].hidden = true;
    }

    const redraw = eachFrame(draw);
    map.on('move', () => redraw());
    map.on('resize', () => redraw());
    redraw.shown = () => shown;
    return redraw;
}
