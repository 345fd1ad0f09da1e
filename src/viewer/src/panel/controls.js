/* Buttons on the map. */
import { h } from '../core/dom.js';
import { zoomBy } from '../map/map.js';
import { t } from '../text/index.js';

export function makeControls({ doc, map, store, jump }) {
    const button = (id, sign, act) => h('button', { type: 'button', class: 'icon-button', 'data-testid': id, onclick: act },
        h('span', { 'aria-hidden': 'true' }, sign));
    const inward = button('zoom-in', '+', () => zoomBy(map, 1));
    const outward = button('zoom-out', '\u2212', () => zoomBy(map, -1));
    const whole = button('whole', '\u2302', () => jump(doc.extent));
    const drawer = h('button', { type: 'button', class: 'button drawer-button', 'data-testid': 'drawer', 'aria-expanded': 'false',
        onclick: () => store.set({ drawer: !store.get().drawer }) });
    const tiles = doc.tiles?.attribution ? h('div', { class: 'attribution' }, h('bdi', {}, doc.tiles.attribution)) : null;
    store.on(['drawer'], ({ drawer: open }) => drawer.setAttribute('aria-expanded', String(open)));
    document.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && store.get().drawer) store.set({ drawer: false });
    });
    return {
        element: h('div', { class: 'controls' }, h('div', { class: 'zoom' }, inward, outward, whole), drawer, tiles),
        translate() {
            for (const [element, key] of [[inward, 'zoom.in'], [outward, 'zoom.out'], [whole, 'zoom.whole']]) {
                element.setAttribute('aria-label', t(key));
                element.title = t(key);
            }
            drawer.textContent = t('drawer');
        },
    };
}
