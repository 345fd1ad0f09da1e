/* The page of a report: read the data, make the page, make the map. */
import './style/map.css';
import './style/page.css';
import './style/panel.css';
import './style/print.css';
import { h, name, renew } from './core/dom.js';
import { openDocument } from './data/document.js';
import { unpack } from './data/unpack.js';
import { guardNetwork } from './core/network.js';
import { makeMap } from './map/map.js';
import { serveTiles } from './map/rows-source.js';
import { makePage } from './page.js';
import { setLanguage, t } from './text/index.js';

/* A page that can't be shown says so, and why. */
function fail(error) {
    setLanguage(document.documentElement.lang === 'zh-TW' || navigator.language?.startsWith('zh') ? 'zh-TW' : 'en');
    renew(
        document.getElementById('page'),
        h(
            'div',
            { class: 'empty', role: 'alert' },
            h('p', {}, t('cannot-show')),
            h('p', { class: 'hint' }, name(String(error?.message ?? error))),
        ),
    );
    throw error;
}

async function start() {
    const place = document.getElementById('page');
    const made = makeMap(); // first of all: the browser readies its drawing while the data are unpacked
    made.catch(() => {}); // told where it is awaited
    const opened = await unpack();
    if (!opened) {
        setLanguage(navigator.language?.startsWith('zh') ? 'zh-TW' : 'en');
        renew(place, h('p', { class: 'empty' }, t('no-data')));
        return null;
    }
    const doc = openDocument(opened);
    guardNetwork(doc.tiles);
    serveTiles(doc.shapes);
    return makePage(doc, place, await made);
}

const evenreach = { version: null, map: null };
evenreach.ready = start()
    .catch(fail)
    .then((page) => {
        if (!page) return;
        evenreach.version = page.version;
        evenreach.map = page.map;
        return page.ready;
    });
window.evenreach = evenreach;
