/* The document of a report, with whatever it lacks made empty: a study may have no population, no
 * tables, no charts, no layers; a layer without rows is none. */
import { Shapes, around } from './shapes.js';
import { Sheet } from './sheet.js';

/** What the page works with: `raw` as src/viewer/DATA.md says, without its borders, and the places of its
 *  rows. */
export function openDocument({ document: raw, places, ask }) {
    const layers = (raw.layers ?? []).map((one) => new Sheet(one)).filter((layer) => layer.rows > 0);
    const tables = new Map((raw.tables ?? []).map((one) => [one.name, new Sheet(one)]));
    const byName = new Map(layers.map((layer) => [layer.name, layer]));
    const levels = (raw.levels ?? []).filter((level) => byName.has(level.layer));
    const shapes = new Shapes(places, ask, raw.extent);
    const summary = raw.summary ?? {};
    return {
        program: raw.program ?? '',
        version: raw.version ?? null,
        language: raw.language ?? null,
        title: raw.title ?? summary.study?.title ?? null,
        title_zh: raw.title_zh ?? summary.study?.title_zh ?? null,
        synthetic: raw.synthetic === true,
        /** How far drawn borders may stray, metres. */
        tolerance: Number.isFinite(raw.tolerance_m) ? raw.tolerance_m : null,
        tiles: raw.tiles?.url && /^https?:\/\//.test(raw.tiles.url) ? raw.tiles : null,
        summary,
        provenance: raw.provenance ?? {},
        schemes: raw.schemes ?? [],
        places: (raw.places ?? []).filter((place) => Array.isArray(place.bbox)),
        lorenz: raw.charts?.lorenz ?? [],
        layers,
        tables,
        layer: (name) => byName.get(name) ?? null,
        /** Layers of units, from the largest. */
        units: levels.map((level) => byName.get(level.layer)),
        shapes,
        extent: shapes.extent ?? everything(layers, shapes),
    };
}

function everything(layers, shapes) {
    const boxes = layers.flatMap((layer) => Array.from({ length: layer.rows }, (_, row) => shapes.boxOf(layer, row)));
    return around(boxes) ?? [-180, -60, 180, 75];
}
