// The independent check of RFC 7946: it finds what is wrong, and passes every layer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modules, output } from './harness.mjs';
import { layerFiles, layerName, readText } from './layers.mjs';
import { findings } from './rfc7946.mjs';

const { check } = modules('@placemarkio/check-geojson');

for (const file of layerFiles(output)) {
    test(`${layerName(file)} keeps to RFC 7946`, () => {
        const text = readText(file);
        assert.deepEqual(findings(JSON.parse(text)).slice(0, 5), []);
        assert.equal(check(text).type, 'FeatureCollection');
    });
}

const square = () => ({
    type: 'FeatureCollection', bbox: [0, 0, 4, 4],
    features: [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [
        [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]],
        [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]] } }],
});
const rings = (collection) => collection.features[0].geometry.coordinates;
const faults = {
    '3.1.6: ring 0 runs the wrong way': (c) => rings(c)[0].reverse(),
    '3.1.6: ring 1 runs the wrong way': (c) => rings(c)[1].reverse(),
    '3.1.6: hole 1 lies outside': (c) => { rings(c)[1] = [[5, 5], [5, 6], [6, 6], [5, 5]]; c.bbox = [0, 0, 6, 6]; },
    '3.1.6: a ring that is not closed': (c) => rings(c)[0].pop(),
    '3.1.6: a ring of fewer': (c) => rings(c)[1].splice(1, 2),
    '5: bbox': (c) => { c.bbox[2] = 5; },
    '4: 181, 0 is not a longitude': (c) => { rings(c)[0][1] = [181, 0]; c.bbox[2] = 181; },
    '11.2': (c) => { rings(c)[1][1][0] = 1.00000001; },
    '3.1.1': (c) => { rings(c)[0][1] = [4, null]; },
    '4: the collection has a member "crs"': (c) => { c.crs = {}; },
    '7.1': (c) => { c.features[0].features = []; },
    '3.2: no "geometry"': (c) => { delete c.features[0].geometry; },
};

test('a sound polygon has no finding', () => assert.deepEqual(findings(square()), []));
for (const [line, harm] of Object.entries(faults)) {
    test(`finds ${line}`, () => {
        const collection = square();
        harm(collection);
        assert.ok(findings(collection).some((found) => found.includes(line)), findings(collection).join('; '));
    });
}
