/* The map itself: an empty style, the sea, and the view. */
import maplibregl from 'maplibre-gl';
import { SEA } from './colours.js';
import { hatch } from './symbols.js';

const bounds = ([west, south, east, north]) => [[west, south], [east, north]];
const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/* What lies over the map at its edges is kept clear: the legend at the right, the insets below. */
function clear({ clientWidth: width, clientHeight: height }) {
    const wide = width > 640;
    return { top: 30, left: wide ? 60 : 20, right: wide ? Math.min(270, width * 0.3) : 20, bottom: Math.min(wide ? 105 : 100, height * 0.25) };
}

/** Make the map in an element; resolves when layers can be added. `view` is {center, zoom} or null. */
export function makeMap(container, extent, view) {
    const where = view ?? { bounds: bounds(extent), fitBoundsOptions: { padding: clear(container) } };
    const map = new maplibregl.Map({
        container,
        style: { version: 8, sources: {}, layers: [{ id: 'sea', type: 'background', paint: { 'background-color': SEA } }] },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        maxZoom: 19,
        minZoom: 0,
        canvasContextAttributes: { antialias: true, preserveDrawingBuffer: true },
        fadeDuration: 0,
        ...where,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibregl.ScaleControl({ maxWidth: 110 }), 'bottom-right');
    return new Promise((resolve) => {
        map.once('style.load', () => {
            hatch(map);
            resolve(map);
        });
    });
}

/** Move the view to a box of west, south, east, north. */
export function goTo(map, box, { maxZoom = 13 } = {}) {
    const fit = { padding: clear(map.getContainer()), maxZoom, duration: still() ? 0 : 900 };
    map.fitBounds(bounds(box), fit);
}

export const zoomBy = (map, step) => map.easeTo({ zoom: map.getZoom() + step, duration: still() ? 0 : 250 });
