/* The parts of the page put together, and what happens when its state changes. */
import { eachFrame, h, renew } from './core/dom.js';
import { makeHash, parseHash, selectionKey, selectionOf } from './core/hash.js';
import { createStore } from './core/store.js';
import { METHODS } from './data/breaks.js';
import { makeWords } from './data/words.js';
import { makePainter, shade } from './map/choropleth.js';
import { makeInsets } from './map/insets.js';
import { makeLabels } from './map/labels.js';
import { MapLayers } from './map/layers.js';
import { goTo, keepInView, keepWhole, sizeUp } from './map/map.js';
import { makeHighlight, makePicker } from './map/pick.js';
import { makeBalance } from './panel/balance.js';
import { makeCard } from './panel/card.js';
import { makeControls } from './panel/controls.js';
import { makeHeader } from './panel/header.js';
import { makeLayerList } from './panel/layer-list.js';
import { makeLegend } from './panel/legend.js';
import { firstMeasure, makeMeasure, measureOf } from './panel/measure.js';
import { makeMethod } from './panel/method.js';
import { makePlaces } from './panel/places.js';
import { makePrint } from './panel/print.js';
import { makeSearch } from './panel/search.js';
import { makeTabs } from './panel/tabs.js';
import { makeTargets } from './panel/targets.js';
import { makeTip } from './panel/tip.js';
import { languages, setLanguage, t } from './text/index.js';

const HASH_DELAY_MS = 250;
const CLASSES = 5;
const TABS = ['map', 'balance', 'targets', 'method'];

/* Layers that are shown when nothing else is asked for, where the document has them. */
const SHOWN_FIRST = ['venues', 'pilots', 'routes'];

/** What the page shows first: the defaults, then what the address of the page asks for. */
function firstState(doc, asked) {
    const { measure, ...rest } = known(doc, asked);
    const units = doc.units.slice(0, 2).map((layer) => layer.name);
    return {
        language: languages.includes(doc.language) ? doc.language : 'en',
        layers: new Set([...units, ...SHOWN_FIRST.filter((name) => doc.layer(name))]),
        strata: {},
        measure: measure ?? firstMeasure(doc),
        method: 'quantile',
        classes: CLASSES,
        selection: null,
        also: null,
        tab: 'map',
        drawer: false,
        ...rest,
    };
}

/* Of what an address asks for, what the document has. */
function known(doc, asked) {
    const state = {};
    if (languages.includes(asked.lang)) state.language = asked.lang;
    if (asked.layers) state.layers = new Set(asked.layers.filter((name) => doc.layer(name)));
    if (asked.measure === '' || (asked.measure && measureOf(doc, asked.measure))) state.measure = asked.measure;
    if (METHODS.includes(asked.method)) state.method = asked.method;
    if (asked.classes) state.classes = asked.classes;
    if (TABS.includes(asked.tab)) state.tab = asked.tab;
    const selection = selectionOf(doc, asked.selected);
    if (selection) state.selection = selection;
    return state;
}

/** Make the page in an element; `made` is the map as makeMap gives it. */
export function makePage(doc, place, { element: mapElement, map }) {
    const asked = parseHash(location.hash);
    const store = createStore(firstState(doc, asked));
    store.follow(['language'], ({ language }) => setLanguage(language)); // before all who write texts
    const words = makeWords(doc);

    const labels = h('div', { class: 'map-labels', 'aria-hidden': 'true' });
    const insets = h('div', { class: 'insets', 'data-testid': 'insets', role: 'group' });
    const mapArea = h('main', { class: 'map-area' }, mapElement, labels, insets);
    const side = h('aside', { class: 'side', 'data-testid': 'side' });
    const body = h('div', { class: 'body' }, side, mapArea);
    const screen = h('div', { class: 'screen' }, body);

    const search = makeSearch(doc, (found) => {
        select({ layer: found.layer, row: found.row }, null, { focus: true });
        fly(found);
    });
    const header = makeHeader({ doc, store }, search);
    screen.prepend(header.element);
    store.follow(['tab'], ({ tab }) => place.setAttribute('data-tab', tab));
    renew(place, screen);

    const layers = new MapLayers(map, doc, words);
    const fly = ({ layer, row }) => {
        const box = doc.shapes.boxOf(layer, row);
        if (!box) return;
        whole.release();
        goTo(map, box, { maxZoom: layer.shape === 'point' ? 12 : 13 });
    };
    const select = (selection, also = null, { focus = false } = {}) => {
        if (selection && !store.get().layers.has(selection.layer.name))
            store.set({ layers: new Set([...store.get().layers, selection.layer.name]) });
        store.set({ also, selection, drawer: false });
        if (focus && selection) card.focus();
    };

    const jump = (box) => {
        if (box === doc.extent) whole.hold();
        else whole.release();
        goTo(map, box);
    };

    let shading = null;
    const parts = { doc, layers, words, store, map, shading: () => shading, select, fly, jump };
    const legend = makeLegend(doc, layers, words);
    const card = makeCard(doc, words, store, { select, fly });
    const tip = makeTip(layers, words, () => shading);
    const controls = makeControls(parts);
    const print = makePrint(parts, () => drawLabels.shown());
    const tabs = makeTabs(
        [
            {
                id: 'map',
                make: (scope) => [makeMeasure(doc, words, scope), makeLayerList(doc, layers, scope), makePlaces(parts)],
            },
            { id: 'balance', make: (scope) => makeBalance({ ...parts, store: scope }) },
            { id: 'targets', make: () => makeTargets(parts) },
            { id: 'method', make: () => makeMethod(parts) },
        ],
        store,
    );

    side.append(tabs.bar, h('div', { class: 'panes' }, tabs.panes));
    mapArea.append(
        controls.element,
        legend.element,
        tip.element,
        ...(controls.attribution ? [controls.attribution] : []),
    );
    body.append(card.element);
    place.append(print.element);

    const whole = keepWhole(map, doc.extent);
    layers.addLand();
    if (doc.tiles) layers.addTiles(doc.tiles);
    const highlight = makeHighlight(map, layers, doc.shapes);
    const paint = makePainter(map, layers.source);
    const drawInsets = makeInsets(map, doc, insets, { shading: () => shading, jump });
    const drawLabels = makeLabels(map, doc, layers, labels);

    const colour = ({ measure, method, classes, layers: shown }) => {
        const chosen = measureOf(doc, measure);
        shading =
            chosen && shown.has(chosen.layer.name) ? shade(chosen.layer, chosen.field.name, method, classes) : null;
        layers.showShading(shading);
        paint(shading);
    };
    const refresh = () => {
        legend.draw(shading);
        drawInsets();
        drawLabels();
    };
    store.on(['layers', 'strata', 'measure', 'method', 'classes'], (state) => {
        layers.show(state.layers);
        for (const [name, key] of Object.entries(state.strata)) layers.showStratum(doc.layer(name), key);
        colour(state);
        refresh();
    });
    store.follow(['selection'], ({ selection }) => highlight(selection?.layer, selection?.row));
    store.follow(['drawer'], ({ drawer }) => side.classList.toggle('open', drawer));

    function translate({ language }) {
        document.documentElement.lang = language;
        document.title = header.title();
        map.getCanvas().setAttribute('aria-label', t('map.label'));
        insets.setAttribute('aria-label', t('insets'));
        for (const part of [header, tabs, controls, print]) part.translate();
        refresh();
    }
    layers.show(store.get().layers);
    colour(store.get());
    store.follow(['language'], translate);
    card.draw();

    makePicker(map, layers, {
        preferred: () => shading?.layer.name,
        onHover: (found, point) => tip.show(found, point),
        onSelect: (found, how) => {
            select(found[0] ?? null, found, how);
            if (found.length && how.at) keepInView(map, how.at);
        },
    });
    document.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        if (store.get().drawer) store.set({ drawer: false });
        else select(null);
    });
    keepAddress(doc, store, map);
    if (asked.view) {
        whole.release();
        map.jumpTo(asked.view);
    } else whole.fit();
    new ResizeObserver(
        eachFrame(() => {
            if (!mapElement.clientWidth) return; // the page on paper shows no map
            sizeUp(map);
            whole.fit();
        }),
    ).observe(mapElement);

    const ready = new Promise((resolve) => map.once('idle', () => resolve()));
    ready.then(() => performance.mark('evenreach-painted'));
    return { version: doc.program, map, ready };
}

/* Write the view into the address of the page; follow the address when a reader changes it. */
function keepAddress(doc, store, map) {
    let timer = null;
    const write = () => {
        clearTimeout(timer);
        timer = setTimeout(() => history.replaceState(null, '', makeHash(store.get(), map)), HASH_DELAY_MS);
    };
    store.on(['layers', 'measure', 'method', 'classes', 'language', 'tab', 'selection'], write);
    map.on('moveend', write);
    addEventListener('hashchange', () => {
        const asked = parseHash(location.hash);
        const state = known(doc, asked);
        const { selection } = store.get();
        if (state.selection && selection && selectionKey(selection) === selectionKey(state.selection))
            delete state.selection;
        store.set(state);
        if (asked.view) map.jumpTo(asked.view);
    });
}
