/* The page of a report: read the data, make the page, make the map. */
import './style/map.css';
import './style/page.css';
import './style/panel.css';
import './style/print.css';
import { h, renew } from './core/dom.js';
import { openDocument } from './data/document.js';
import { unpack } from './data/unpack.js';
import { guardNetwork } from './core/network.js';
import { makePage } from './page.js';
import { setLanguage, t } from './text/index.js';

async function start() {
    const place = document.getElementById('page');
    const raw = await unpack();
    if (!raw) {
        setLanguage(navigator.language?.startsWith('zh') ? 'zh-TW' : 'en');
        renew(place, h('p', { class: 'empty' }, t('no-data')));
        return null;
    }
    const doc = openDocument(raw);
    guardNetwork(doc.tiles);
    return makePage(doc, place);
}

const evenreach = { version: null, map: null };
evenreach.ready = start().then((page) => {
    if (!page) return;
    evenreach.version = page.version;
    evenreach.map = page.map;
    return page.ready;
});
window.evenreach = evenreach;
