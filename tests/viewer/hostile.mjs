// A small study whose every text tries to be something else than text.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each sets `window.hacked` where it is run as markup or as a script, or breaks a page that joins
 *  texts, looks keys up in plain objects, or lets a text turn its surroundings round. */
export const names = {
    script: '</script><script>window.hacked = 1</script>',
    image: '"><img src=x onerror="window.hacked=2">',
    attribute: `' onmouseover='window.hacked=3' x="`,
    comment: '<!--evenreach-data--><script>window.hacked=4</script>-->',
    template: '${window.hacked=5} {{constructor.constructor("window.hacked=5")()}} %s %n',
    svg: '<svg/onload=window.hacked=6> &lt;b&gt; &amp;',
    prototype: '__proto__',
    constructor: 'constructor',
    emoji: '👩‍👩‍👧‍👦 島嶼 🏝️ 🇹🇼',
    rightToLeft: 'جزيرة 123 (أ) \u202Ekcab\u202C',
    separators: 'line\u2028and\u2029paragraph \\" \\u0022',
    long: '極'.repeat(100) + 'x'.repeat(100),
    formula: '=HYPERLINK("http://192.0.2.1/")',
};

const kinds = Object.keys(names);
const square = (x, y, size) => [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]];
const collection = (features) => JSON.stringify({ type: 'FeatureCollection', features });
const feature = (properties, geometry) => ({ type: 'Feature', properties, geometry });
const cell = (text) => `"${text.replaceAll('"', '""')}"`;
const rows = (...lines) => lines.map((line) => line.map((one) => cell(String(one))).join(',')).join('\n') + '\n';
const yaml = (text) => JSON.stringify(text); // a double-quoted scalar of YAML

/** Bytes that are no text: not of UTF-8, half a pair of surrogates, a zero. */
const bytes = Buffer.from([0x6f, 0xff, 0xfe, 0xed, 0xa0, 0xbd, 0x00, 0xc3]);

/** Corner of the square of the i-th name. */
export const place = (i) => [121 + 0.1 * (i % 4), 24 + 0.1 * Math.floor(i / 4)];
const middle = (i) => place(i).map((x) => x + 0.05);

/** Write the study into a folder; the path of its file. */
export function writeStudy(folder) {
    const put = (name, text) => writeFileSync(join(folder, name), text);
    put('counties.geojson', collection([feature({ code: '__proto__', name: names.script, name_en: names.image },
        { type: 'Polygon', coordinates: square(121, 24, 0.4) })]));
    put('towns.geojson', collection(kinds.map((kind, i) => feature(
        { code: kind === 'prototype' ? 'toString' : `t${i}`, parent: '__proto__', name: names[kind], name_en: names[kinds[(i + 1) % kinds.length]] },
        { type: 'Polygon', coordinates: square(...place(i), 0.1) }))));
    put('population.csv', rows(['code', 'persons'], ...kinds.map((kind, i) => [kind === 'prototype' ? 'toString' : `t${i}`, 100 + i])));
    put('stations.csv', rows(['code', 'operator', 'lon', 'lat'], ...kinds.map((kind, i) => [names[kind], names[kind], ...middle(i)])));
    appendFileSync(join(folder, 'stations.csv'), Buffer.concat([Buffer.from('"broken","'), bytes, Buffer.from('","121.05","24.05"\n')]));
    put('venues.geojson', collection(kinds.map((kind, i) => feature(
        { code: `v${i}`, name: names[kind], name_en: names[kind], type: 'museum', environment: 'outdoor', network: 'public', note: names[kind] },
        { type: 'Polygon', coordinates: square(middle(i)[0], middle(i)[1] + 0.02, 0.002) }))));
    put('pilots.csv', rows(['code', 'name', 'name_en', 'theme', 'year', 'status', 'note'],
        ...kinds.map((kind, i) => [`p${i}`, names[kind], names[kind], names[kind], 2024, 'actual', names[kind]])));
    put('pilot_sites.csv', rows(['pilot_code', 'place', 'lon', 'lat'], ...kinds.map((kind, i) => [`p${i}`, names[kind], ...middle(i)])));
    put('targets.csv', rows(['code', 'measure', 'denominator', 'unit', 'year', 'target', 'actual', 'source_document'],
        ...kinds.map((kind, i) => [`target${i}`, names[kind], names[kind], '%', 2024, 50, '', names[kind]])));
    put('study.yaml', `title: {en: ${yaml(names.script)}, zh-TW: ${yaml(names.image)}}
inputs:
  - {units: counties.geojson, level: county, title: ${yaml(names.script)}, licence: ${yaml(names.image)}, attribution: ${yaml(names.svg)}}
  - {units: towns.geojson, level: town, parent: county, title: ${yaml(names.emoji)}, vintage: ${yaml(names.comment)}}
  - {population: population.csv, level: town, title: ${yaml(names.rightToLeft)}}
  - {stations: stations.csv, crs: "EPSG:4326", synthetic: true, title: ${yaml(names.script)}}
  - {venues: venues.geojson, title: ${yaml(names.long)}}
  - {pilots: pilots.csv, title: ${yaml(names.attribute)}}
  - {pilot_sites: pilot_sites.csv, crs: "EPSG:4326", title: ${yaml(names.template)}}
  - {targets: targets.csv, title: ${yaml(names.formula)}}
schemes:
  - name: area_class
    title: {en: ${yaml(names.image)}, zh-TW: ${yaml(names.script)}}
    level: town
    groups:
      - {name: urban, title: {en: ${yaml(names.script)}, zh-TW: ${yaml(names.emoji)}}}
      - {name: remote, title: {en: ${yaml(names.svg)}, zh-TW: ${yaml(names.rightToLeft)}}}
    rules:
      - {id: sparse, group: remote, measure: density_per_km2, below: 1 * mean, reason: {en: ${yaml(names.script)}, zh-TW: ${yaml(names.image)}}}
    otherwise: urban
coverage: {model: disc, default_radius_m: 2000}
balance: {schemes: [area_class]}
`);
    return join(folder, 'study.yaml');
}
