/* The worker of the data: it unpacks the document, and keeps the borders, which the page itself never
 * has to touch. A message is {id, call, args}; the answer {id, result} or {id, error}. */
import { Geometry } from './geometry.js';
import { cutTiles } from './tiles.js';

let geometry = null;
const drawings = new Map(); // by the number that the page gave it: how to make it, then its tiles

function bytesOf(base64) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
}

const calls = {
    /** The document of base64 and gzip, without its borders; `places` a layer in their stead. */
    async open(packed) {
        const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
        const raw = await new Response(stream).json();
        geometry = new Geometry(raw);
        const places = (raw.layers ?? []).map((layer) => [layer.name, geometry.places(layer.name)]);
        const { topology: _topology, ...document } = raw;
        document.layers = document.layers?.map(({ x: _x, y: _y, ...layer }) => layer);
        return { document, places };
    },

    /** Features; as Geometry.select. */
    select: (name, options) => geometry.select(name, options),

    /** Tiles under a number from now on, made when the first is asked for; as Geometry.select. */
    draw(number, name, options) {
        let cut = null;
        drawings.set(number, (...place) => (cut ??= cutTiles(geometry.select(name, options)))(...place));
    },
    forget: (number) => void drawings.delete(number),
    tile: (number, ...place) => drawings.get(number)?.(...place) ?? new ArrayBuffer(0),
};

onmessage = async ({ data: { id, call, args } }) => {
    try {
        const result = await calls[call](...args);
        postMessage({ id, result }, result instanceof ArrayBuffer ? [result] : []);
    } catch (error) {
        postMessage({ id, error: String(error?.message ?? error) });
    }
};
