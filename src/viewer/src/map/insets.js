/* Small pictures of the places that lie apart, in the colours of the map: they are there whenever the
 * place is out of view or too small to be seen. A click flies there. */
import { eachFrame, h, renew } from '../core/dom.js';
import { overlaps } from '../data/shapes.js';
import { either, isChinese, t } from '../text/index.js';
import { LAND } from './colours.js';
import { drawHatch } from './symbols.js';

const SMALLEST_PX = 34;
const [WIDTH, HEIGHT] = [84, 64];
const SCALE = 2;
const MARGIN = 5;
const HATCH = 6;

export const placeName = (place) =>
    (isChinese() ? (place.name ?? place.name_en) : (place.name_en ?? place.name)) ?? String(place.code);

const mercator = (latitude) => (Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI;

function drawRing(context, ring, to) {
    ring.forEach((position, i) => {
        const [x, y] = to(position);
        if (i) context.lineTo(x, y);
        else context.moveTo(x, y);
    });
    context.closePath();
}

function hatching(context) {
    const tile = h('canvas', { width: HATCH, height: HATCH });
    drawHatch(tile.getContext('2d', { willReadFrequently: true }), HATCH);
    return context.createPattern(tile, 'repeat');
}

/* `colourOf` gives the colour of a row; null: nothing is known. */
function draw(canvas, features, box, colourOf) {
    const context = canvas.getContext('2d', { willReadFrequently: true }); // drawn once, by the processor
    let hatch = null;
    const unknown = () => (hatch ??= hatching(context));
    context.setTransform(SCALE, 0, 0, SCALE, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    const [west, east] = [box[0], box[2]];
    const [south, north] = [mercator(box[1]), mercator(box[3])];
    const scale = Math.min(
        (WIDTH - 2 * MARGIN) / (east - west || 1e-6),
        (HEIGHT - 2 * MARGIN) / (north - south || 1e-6),
    );
    const to = ([x, y]) => [
        WIDTH / 2 + (x - (west + east) / 2) * scale,
        HEIGHT / 2 - (mercator(y) - (south + north) / 2) * scale,
    ];
    context.lineWidth = 0.6;
    context.strokeStyle = '#4a5864';
    for (const { id, geometry } of features) {
        const { type, coordinates } = geometry;
        context.beginPath();
        for (const rings of type === 'Polygon' ? [coordinates] : coordinates)
            for (const ring of rings) drawRing(context, ring, to);
        context.fillStyle = colourOf(id) ?? unknown();
        context.fill('evenodd');
        context.stroke();
    }
}

/** Keep the insets in `strip`. `shading()` gives what is painted on the map, or null;
 *  `jump` moves the map to a box. */
export function makeInsets(map, doc, strip, { shading, jump }) {
    if (!doc.units.length || !doc.places.length) {
        strip.hidden = true;
        return async () => {};
    }
    const insets = doc.places.map((place) => {
        const canvas = h('canvas', { width: WIDTH * SCALE, height: HEIGHT * SCALE, 'aria-hidden': 'true' });
        const caption = h('bdi', { class: 'inset-name' });
        const box = doc.shapes.box(place.bbox);
        const button = h(
            'button',
            { type: 'button', class: 'inset', 'data-testid': `inset-${place.code}`, onclick: () => jump(box) },
            canvas,
            caption,
        );
        return { place, box, canvas, caption, button };
    });
    renew(
        strip,
        insets.map((inset) => inset.button),
    );

    function tooSmallOrAway(box) {
        const view = map.getBounds();
        const inView =
            box[0] >= view.getWest() &&
            box[2] <= view.getEast() &&
            box[1] >= view.getSouth() &&
            box[3] <= view.getNorth();
        if (!inView) return true;
        const a = map.project([box[0], box[3]]);
        const b = map.project([box[2], box[1]]);
        return Math.max(b.x - a.x, b.y - a.y) < SMALLEST_PX;
    }

    const boxes = insets.map((inset) => inset.box);
    const shapes = new Map(); // of the units there, a promise a layer
    const shapesOf = (layer) => {
        if (!shapes.has(layer)) shapes.set(layer, doc.shapes.within(layer, boxes));
        return shapes.get(layer);
    };

    const follow = eachFrame(() => {
        for (const inset of insets) inset.button.hidden = !tooSmallOrAway(inset.box);
        strip.hidden = insets.every((inset) => inset.button.hidden);
    });
    map.on('move', () => follow());
    map.on('resize', () => follow());

    return async () => {
        const shown = shading();
        for (const { place, caption, button } of insets) {
            caption.textContent = placeName(place);
            button.setAttribute('aria-label', t('inset.go', { name: placeName(place) }));
            button.title = either(place.name_en, place.name) ?? '';
        }
        follow();
        const layer = shown?.layer ?? doc.units[doc.units.length - 1];
        const features = await shapesOf(layer);
        if (shown !== shading()) return; // another is painted by now
        for (const { box, canvas } of insets) {
            const its = features.filter(({ id }) => overlaps(doc.shapes.boxOf(layer, id), box));
            draw(canvas, its, box, (row) => (shown ? shown.colourOf(row) : LAND));
        }
    };
}
