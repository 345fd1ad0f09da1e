/* Make the data document of a report from an output folder, for looking at the page without the
 * program: node dev/document.js OUTPUT_FOLDER DOCUMENT.json
 * What is apart from the main land is found by shared borders here; the program has its own way. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topology } from 'topojson-server';
import { presimplify, quantile, simplify } from 'topojson-simplify';
import { plain, rowsOf } from './csv.js';

const MOST_ROWS = 5000;
const [folder, target] = process.argv.slice(2);
if (!target) {
    console.error('usage: node dev/document.js OUTPUT_FOLDER DOCUMENT.json');
    process.exit(2);
}
const json = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const summary = json('summary.json');
const about = rowsOf(readFileSync(join(folder, 'tables/fields.csv'), 'utf8'));

function fieldsOf(layer, from) {
    return (from ?? about)
        .filter((row) => plain(row.layer) === layer)
        .map((row) => ({
            name: plain(row.field),
            type: plain(row.type),
            unit: plain(row.unit),
            meaning: plain(row.meaning),
            meaning_zh: plain(row.meaning_zh),
        }));
}

function packed(values, type) {
    if (type !== 'text') return values;
    const words = [...new Set(values.filter((value) => value !== null))];
    if (words.length > values.length / 4) return values;
    const number = new Map(words.map((word, i) => [word, i]));
    return { words, index: values.map((value) => (value === null ? null : number.get(value))) };
}

const geojson = {};
for (const file of readdirSync(join(folder, 'geojson')))
    if (file.endsWith('.geojson')) geojson[file.slice(0, -8)] = json(`geojson/${file}`);

const shapeOf = (features) => {
    const type = features.find((feature) => feature.geometry)?.geometry.type ?? 'Point';
    return /Polygon/.test(type) ? 'polygon' : /Line/.test(type) ? 'line' : 'point';
};

const layerFields = rowsOf(readFileSync(join(folder, 'geojson/fields.csv'), 'utf8'));
const collections = {};
const layers = Object.entries(geojson).map(([name, data]) => {
    const fields = fieldsOf(name, layerFields);
    const shape = shapeOf(data.features);
    const layer = {
        name,
        shape,
        level: data.features[0]?.properties.level && shape === 'polygon' ? data.features[0].properties.level : null,
        about: data.description,
        about_zh: data.description_zh,
        synthetic: data.synthetic === true,
        rows: data.features.length,
        fields,
        columns: fields.map((field) =>
            packed(
                data.features.map((feature) => feature.properties[field.name] ?? null),
                field.type,
            ),
        ),
    };
    if (shape === 'point') {
        let [lastX, lastY] = [0, 0];
        layer.x = [];
        layer.y = [];
        for (const { geometry } of data.features) {
            if (!geometry) {
                layer.x.push(null);
                layer.y.push(null);
                continue;
            }
            const [x, y] = geometry.coordinates.map((degrees) => Math.round(degrees * 1e6));
            layer.x.push(x - lastX);
            layer.y.push(y - lastY);
            [lastX, lastY] = [x, y];
        }
    } else {
        layer.object = name;
        collections[name] = {
            type: 'FeatureCollection',
            features: data.features.map(({ geometry }) => ({ type: 'Feature', geometry, properties: null })),
        };
    }
    return layer;
});

let shapes = presimplify(topology(collections, 1e6));
shapes = simplify(shapes, quantile(shapes, 0.8));

function value(text, type) {
    if (text === null) return null;
    if (type === 'boolean') return text === 'true';
    return type === 'text' ? text : Number(text);
}

const tables = readdirSync(join(folder, 'tables'))
    .filter((file) => file.endsWith('.csv') && file !== 'fields.csv')
    .map((file) => {
        const name = file.slice(0, -4);
        const rows = rowsOf(readFileSync(join(folder, 'tables', file), 'utf8'));
        const fields = fieldsOf(name);
        const columns = fields.map((field) => rows.map((row) => value(plain(row[field.name] ?? null), field.type)));
        return { name, rows: rows.length, fields, columns };
    })
    .filter((table) => table.rows <= MOST_ROWS);

/* ---- what lies apart: groups of units that share no border with the largest group --------------- */

const levels = summary.units
    .map((unit) => ({ name: unit.level, layer: layers.find((layer) => layer.level === unit.level)?.name }))
    .filter((level) => level.layer);

function boxOf(geometry, box = [Infinity, Infinity, -Infinity, -Infinity]) {
    const walk = (part) => {
        if (typeof part[0] === 'number') {
            box[0] = Math.min(box[0], part[0]);
            box[1] = Math.min(box[1], part[1]);
            box[2] = Math.max(box[2], part[0]);
            box[3] = Math.max(box[3], part[1]);
        } else part.forEach(walk);
    };
    if (geometry) walk(geometry.coordinates);
    return box;
}

function apart(layerName) {
    const { geometries } = shapes.objects[layerName];
    const parent = geometries.map((_, i) => i);
    const root = (i) => (parent[i] === i ? i : (parent[i] = root(parent[i])));
    const owner = new Map();
    const arcsOf = (arcs, i) =>
        arcs.forEach((arc) => {
            if (Array.isArray(arc)) return arcsOf(arc, i);
            const id = arc < 0 ? ~arc : arc;
            if (owner.has(id)) parent[root(i)] = root(owner.get(id));
            else owner.set(id, i);
        });
    geometries.forEach((geometry, i) => geometry.arcs && arcsOf(geometry.arcs, i));
    const size = new Map();
    geometries.forEach((_, i) => size.set(root(i), (size.get(root(i)) ?? 0) + 1));
    const main = [...size].sort((a, b) => b[1] - a[1])[0][0];
    return geometries.map((_, i) => i).filter((i) => root(i) !== main);
}

const places = [];
if (levels.length > 1) {
    const [top, next] = levels.map((level) => geojson[level.layer].features);
    const away = apart(levels[1].layer).map((i) => next[i]);
    for (const unit of top) {
        const own = next.filter((one) => one.properties.parent_code === unit.properties.code);
        const lone = own.filter((one) => away.includes(one));
        const shown = own.length && lone.length === own.length ? [unit] : lone;
        for (const one of shown)
            places.push({
                code: one.properties.code,
                level: one.properties.level,
                name: one.properties.name,
                name_en: one.properties.name_en,
                bbox: boxOf(one.geometry),
            });
    }
}

const extent = [Infinity, Infinity, -Infinity, -Infinity];
for (const level of levels) geojson[level.layer].features.forEach((one) => boxOf(one.geometry, extent));

/* ---- Lorenz curves of stations and coverage over the units of the second level ------------------- */

function lorenz(subject, weights, values) {
    const order = weights
        .map((_, i) => i)
        .filter((i) => weights[i] > 0)
        .sort((a, b) => values[a] / weights[a] - values[b] / weights[b]);
    const [w, v] = [weights, values].map((list) => order.reduce((sum, i) => sum + list[i], 0));
    const curve = {
        subject,
        scheme: summary.schemes[0].name,
        level: levels[1]?.name ?? levels[0].name,
        weight_share: [0],
        value_share: [0],
    };
    let [at, got, area] = [0, 0, 0];
    for (const i of order) {
        const [lastAt, lastGot] = [at, got];
        at += weights[i] / w;
        got += values[i] / v;
        area += ((at - lastAt) * (got + lastGot)) / 2;
        curve.weight_share.push(at);
        curve.value_share.push(got);
    }
    curve.gini = 1 - 2 * area;
    return curve;
}
const unitRows = geojson[(levels[1] ?? levels[0]).layer].features.map((feature) => feature.properties);
const numbers = (name) => unitRows.map((row) => row[name] ?? 0);
const curves = [
    ['stations', 'stations'],
    ['coverage', 'persons_served_any'],
    ['pilots', 'pilots'],
]
    .filter(([, field]) => field in unitRows[0])
    .map(([subject, field]) => lorenz(subject, numbers('persons'), numbers(field)));

const columnOf = (scheme) => scheme.name;
writeFileSync(
    target,
    JSON.stringify({
        version: 1,
        program: `${summary.program} ${summary.version}`,
        language: summary.study.language ?? 'en',
        title: summary.study.title,
        title_zh: summary.study.title_zh,
        synthetic: summary.synthetic_inputs.length > 0,
        tiles: null,
        extent,
        summary,
        provenance: json('provenance.json'),
        levels,
        schemes: summary.schemes.map((scheme) => ({
            name: scheme.name,
            column: columnOf(scheme),
            level: scheme.level,
            groups: scheme.groups.map(({ name, title, title_zh }) => ({ name, title, title_zh })),
        })),
        places,
        layers,
        topology: shapes,
        tables,
        charts: { lorenz: curves },
    }),
);
