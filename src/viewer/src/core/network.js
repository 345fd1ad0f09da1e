/* The page asks the network for nothing but the tiles that the document names: the browser is told so,
 * and refuses the rest. */
import { h } from './dom.js';

const origin = (url) => {
    try {
        return new URL(url.replace(/\{[^}]*\}/g, '0')).origin;
    } catch {
        return null;
    }
};

/** Narrow what may be fetched from here on. `tiles` may be null. */
export function guardNetwork(tiles) {
    const from = tiles ? (origin(tiles.url) ?? '') : '';
    const rules = `connect-src data: blob: ${from}; img-src data: blob: ${from}`;
    document.head.append(h('meta', { 'http-equiv': 'Content-Security-Policy', content: rules }));
}
