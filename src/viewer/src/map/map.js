/* The map itself: an empty style, the sea, and the view. */
import maplibregl from 'maplibre-gl';
import { h } from '../core/dom.js';
import { SEA } from './colours.js';
import { hatch } from './symbols.js';

const bounds = ([west, south, east, north]) => [
    [west, south],
    [east, north],
];
const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

const GAP_PX = 24;
/* Of the map's width and height at least this much is left, whatever lies over it. */
const LEFT_OVER = 0.28;

/* How much of the map's edges is covered by what lies over it: the legend, the insets, the card of what
 * is selected and, on small screens, the side panel. */
function clear(container) {
    const map = container.getBoundingClientRect();
    const padding = { top: GAP_PX, left: GAP_PX, right: GAP_PX, bottom: GAP_PX };
    for (const over of document.querySelectorAll('.legend, .card, .side.open, .insets, .zoom')) {
        const box = over.getBoundingClientRect();
        const [width, height] = [
            Math.min(box.right, map.right) - Math.max(box.left, map.left),
            Math.min(box.bottom, map.bottom) - Math.max(box.top, map.top),
        ];
        if (width <= 1 || height <= 1) continue;
        const sides = {
            top: box.bottom - map.top,
            bottom: map.bottom - box.top,
            left: box.right - map.left,
            right: map.right - box.left,
        };
        const [side] = Object.entries(sides).sort((a, b) => a[1] - b[1])[0];
        padding[side] = Math.max(padding[side], sides[side] + 10);
    }
    const limit = (a, b, size) => {
        const factor = Math.min(1, (size * (1 - LEFT_OVER)) / (padding[a] + padding[b]));
        padding[a] *= factor;
        padding[b] *= factor;
    };
    limit('left', 'right', map.width);
    limit('top', 'bottom', map.height);
    return padding;
}

/** Make the map in an element, which need not be in the page yet; resolves to {element, map} when layers
 *  can be added. */
export async function makeMap() {
    const container = h('div', { id: 'map', class: 'map', 'data-testid': 'map' });
    const map = new maplibregl.Map({
        container,
        style: {
            version: 8,
            sources: {},
            layers: [{ id: 'sea', type: 'background', paint: { 'background-color': SEA } }],
        },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        maxZoom: 19,
        minZoom: 0,
        fadeDuration: 0,
        trackResize: false,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibregl.ScaleControl({ maxWidth: 110 }), 'bottom-right');
    map.on('error', ({ sourceId, error }) => {
        // a basemap that can't be reached leaves the rest of the page as it is
        if (sourceId !== 'tiles') console.error(error);
    });
    await map.once('style.load');
    hatch(map);
    return { element: container, map };
}

/** Let the map take the size of its element; where it has that already, its canvas is left alone. */
export function sizeUp(map) {
    const { clientWidth, clientHeight } = map.getContainer();
    const canvas = map.getCanvas();
    if (canvas.clientWidth !== clientWidth || canvas.clientHeight !== clientHeight) map.resize();
}

/** Move the view to a box of west, south, east, north, clear of what lies over the map. */
export function goTo(map, box, { maxZoom = 13, duration = 900 } = {}) {
    sizeUp(map);
    map.fitBounds(bounds(box), { padding: clear(map.getContainer()), maxZoom, duration: still() ? 0 : duration });
}

/** Move the map no further than it takes for a place to be clear of what lies over the map, as what was
 *  clicked and is now beside or behind its card. */
export function keepInView(map, place) {
    sizeUp(map);
    const { width, height } = map.getContainer().getBoundingClientRect();
    const { top, bottom, left, right } = clear(map.getContainer());
    const { x, y } = map.project(place);
    const beyond = (at, from, to) => (at < from ? at - from : at > to ? at - to : 0);
    const step = [beyond(x, left, width - right), beyond(y, top, height - bottom)];
    if (step[0] || step[1]) map.panBy(step, { duration: still() ? 0 : 250 });
}

/** Show the whole of a box for as long as the reader has not moved the map, whatever its size. */
export function keepWhole(map, box) {
    let untouched = true;
    const fit = () => untouched && goTo(map, box, { duration: 0 });
    map.on('movestart', (event) => {
        if (event.originalEvent) untouched = false;
    });
    return { fit, release: () => (untouched = false), hold: () => (untouched = true) };
}

export const zoomBy = (map, step) => map.easeTo({ zoom: map.getZoom() + step, duration: still() ? 0 : 250 });
