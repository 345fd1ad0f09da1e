/* What is under the pointer, and what is selected. */
import { eachFrame } from '../core/dom.js';
import { addRowsSource, ROWS, setRows, stateOf } from './rows-source.js';
import { RANK } from './specs.js';

/* The number of no drawing. */
const NOTHING = 0;
/* Lines and points are taken from a little further than where they are drawn. */
const NEAR_PX = 5;

/** Everything at a point of the screen, topmost first: [{layer, row}]. */
function under(map, layers, point, preferred) {
    const box = [
        [point.x - NEAR_PX, point.y - NEAR_PX],
        [point.x + NEAR_PX, point.y + NEAR_PX],
    ];
    const query = (where, polygons) => {
        const ids = layers.pickable(polygons);
        return ids.length ? map.queryRenderedFeatures(where, { layers: ids }) : [];
    };
    const seen = new Set();
    const found = [];
    for (const feature of [...query(box, false), ...query([point.x, point.y], true)]) {
        const layer = layers.layerOf(feature);
        const key = `${feature.id}/${layer.name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        found.push({ layer, row: feature.id });
    }
    const isUnit = (one) => layers.info(one.layer).depth >= 0;
    const units = found
        .filter(isUnit)
        .sort(
            (a, b) =>
                (b.layer.name === preferred) - (a.layer.name === preferred) ||
                layers.info(b.layer).depth - layers.info(a.layer).depth,
        );
    return [...found.filter((one) => !isUnit(one)), ...units];
}

/** Follow the pointer: `onHover(found, point)` with what is under it, `onSelect(found, how)` on a click,
 *  which says where, or on Enter, which takes the middle of the map and asks for the focus. */
export function makePicker(map, layers, { preferred, onHover, onSelect }) {
    let hovered = null;
    const hover = (unit) => {
        if (hovered) map.setFeatureState(hovered, { hover: false });
        hovered = unit ? stateOf(layers.source(unit.layer), unit.row) : null;
        if (hovered) map.setFeatureState(hovered, { hover: true });
    };
    const look = eachFrame((point) => {
        const found = map.isMoving() ? [] : under(map, layers, point, preferred());
        hover(found.find((one) => layers.info(one.layer).depth >= 0));
        map.getCanvas().style.cursor = found.length ? 'pointer' : '';
        onHover(found, point);
    });
    map.on('mousemove', (event) => look(event.point));
    map.on('mouseout', () => {
        hover(null);
        onHover([], null);
    });
    map.on('movestart', () => onHover([], null));
    map.on('click', (event) => onSelect(under(map, layers, event.point, preferred()), { at: event.lngLat }));
    map.getCanvas().addEventListener('keydown', (event) => {
        if (event.key !== 'Enter') return;
        const { clientWidth, clientHeight } = map.getCanvas();
        onSelect(under(map, layers, { x: clientWidth / 2, y: clientHeight / 2 }, preferred()), { focus: true });
    });
}

/** Shows what is selected. */
export function makeHighlight(map, layers, shapes) {
    const lines = ['!=', ['geometry-type'], 'Point'];
    const points = ['==', ['geometry-type'], 'Point'];
    const add = (id, type, filter, paint) => {
        map.addLayer({ id, type, source: 'selected', ...ROWS, filter, paint });
        layers.raise(id, RANK.selected);
    };
    const make = (rows) => {
        addRowsSource(map, 'selected', rows);
        add('selected-halo', 'line', lines, { 'line-color': '#ffffff', 'line-width': 6, 'line-opacity': 0.9 });
        add('selected-line', 'line', lines, { 'line-color': '#b5179e', 'line-width': 3 });
        add('selected-point', 'circle', points, {
            'circle-radius': 13,
            'circle-color': 'rgba(0,0,0,0)',
            'circle-stroke-color': '#b5179e',
            'circle-stroke-width': 3,
        });
    };
    let shown = NOTHING;
    return (layer, row) => {
        const parts = layer && layers.info(layer).small ? ['shape', 'middle'] : ['shape'];
        const rows = layer && shapes.boxOf(layer, row) ? shapes.draw(layer, { rows: [row], parts }) : NOTHING;
        if (map.getSource('selected')) setRows(map, 'selected', rows);
        else if (rows !== NOTHING) make(rows);
        if (shown !== NOTHING) shapes.forget(shown);
        shown = rows;
    };
}
