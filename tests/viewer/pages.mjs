// Plain pages, as anyone would write them, that draw one GeoJSON layer from the disk.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folder, modules } from './harness.mjs';

const leaflet = join(dirname(modules.resolve('leaflet/package.json')), 'dist');
const maplibre = join(dirname(modules.resolve('maplibre-gl/package.json')), 'dist');

/** JSON as a script's value: "<" cannot end the script. */
function asScript(json) {
    return json.replaceAll('<', '\\u003c');
}

function write(name, scripts, style, body) {
    const path = join(folder('pages'), `${name}.html`);
    writeFileSync(path, `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<link rel="stylesheet" href="${pathToFileURL(style).href}">
<style>html, body, #map { margin: 0; height: 100%; }</style>
<script src="${pathToFileURL(scripts).href}"></script></head>
<body><div id="map"></div><script>${body}</script></body></html>`);
    return path;
}

/** The layer in Leaflet as SVG; `drawn` counts the features with a path on the picture. */
export function leafletPage(name, json) {
    return write(`leaflet-${name}`, join(leaflet, 'leaflet.js'), join(leaflet, 'leaflet.css'), `
const layer = ${asScript(json)};
const map = L.map('map', {zoomAnimation: false, fadeAnimation: false});
const drawn = L.geoJSON(layer, {
    style: {smoothFactor: 0},
    pointToLayer: (feature, at) => L.circleMarker(at, {radius: 3}),
}).addTo(map);
map.fitBounds(drawn.getBounds());
const parts = (one) => one.getLayers ? one.getLayers().flatMap(parts) : [one];
window.shown = drawn.getLayers().filter((one) => parts(one).every((part) => {
    const path = part.getElement().getAttribute('d');
    return path && path !== 'M0 0';
})).length;`);
}

/** The layer in MapLibre; `shown` counts the features that it finds on the picture, `coloured` the
 *  picture's pixels that are not of the background. */
export function maplibrePage(name, json) {
    return write(`maplibre-${name}`, join(maplibre, 'maplibre-gl.js'), join(maplibre, 'maplibre-gl.css'), `
const layer = ${asScript(json)};
const [west, south, east, north] = layer.bbox;
const kind = (...names) => ['in', ['geometry-type'], ['literal', names]];
const map = new maplibregl.Map({
    container: 'map', attributionControl: false, fadeDuration: 0,
    canvasContextAttributes: {preserveDrawingBuffer: true},
    bounds: [[west, south], [east, north]], fitBoundsOptions: {padding: 20},
    style: {version: 8,
        sources: {layer: {type: 'geojson', data: layer, generateId: true, tolerance: 0}},
        layers: [
            {id: 'background', type: 'background', paint: {'background-color': '#ffffff'}},
            {id: 'area', type: 'fill', source: 'layer', filter: kind('Polygon', 'MultiPolygon'),
             paint: {'fill-color': '#5577aa', 'fill-outline-color': '#113355'}},
            {id: 'line', type: 'line', source: 'layer', filter: kind('LineString', 'MultiLineString'),
             paint: {'line-color': '#aa3311', 'line-width': 2}},
            {id: 'point', type: 'circle', source: 'layer', filter: kind('Point', 'MultiPoint'),
             paint: {'circle-radius': 3, 'circle-color': '#116633'}}]}});
map.on('error', (event) => console.error(event.error.message));
map.once('idle', () => {
    const canvas = document.createElement('canvas');
    canvas.width = map.getCanvas().width;
    canvas.height = map.getCanvas().height;
    const context = canvas.getContext('2d');
    context.drawImage(map.getCanvas(), 0, 0);
    const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
    window.coloured = 0;
    for (let i = 0; i < data.length; i += 4) {
        if (data[i] !== 255 || data[i + 1] !== 255 || data[i + 2] !== 255) window.coloured++;
    }
    window.shown = new Set(map.queryRenderedFeatures().map((feature) => feature.id)).size;
});`);
}
