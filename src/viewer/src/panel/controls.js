/* Buttons on the map. */
import { h } from '../core/dom.js';
import { zoomBy } from '../map/map.js';
import { t } from '../text/index.js';

export function makeControls({ doc, map, jump }) {
    const button = (id, sign, act) =>
        h(
            'button',
            { type: 'button', class: 'icon-button', 'data-testid': id, onclick: act },
            h('span', { 'aria-hidden': 'true' }, sign),
        );
    const inward = button('zoom-in', '+', () => zoomBy(map, 1));
    const outward = button('zoom-out', '\u2212', () => zoomBy(map, -1));
    const whole = button('whole', '\u2302', () => jump(doc.extent));
    const tiles = doc.tiles?.attribution
        ? h('div', { class: 'attribution' }, h('bdi', {}, doc.tiles.attribution))
        : null;
    return {
        element: h('div', { class: 'controls' }, h('div', { class: 'zoom' }, inward, outward, whole)),
        attribution: tiles,
        translate() {
            for (const [element, key] of [
                [inward, 'zoom.in'],
                [outward, 'zoom.out'],
                [whole, 'zoom.whole'],
            ]) {
                element.setAttribute('aria-label', t(key));
                element.title = t(key);
            }
        },
    };
}
