import assert from 'node:assert/strict';
import test from 'node:test';
import { makeHash, parseHash, selectionKey, selectionOf } from '../src/core/hash.js';
import { Sheet } from '../src/data/sheet.js';

const towns = new Sheet({
    name: 'towns',
    rows: 3,
    fields: [{ name: 'code', type: 'text' }],
    columns: [['a:1', 'b', 'b']],
});
const doc = { layer: (name) => (name === 'towns' ? towns : null) };
const map = { getCenter: () => ({ lng: 120.5, lat: 23.25 }), getZoom: () => 6.5 };

test('what an address keeps comes back', () => {
    const state = {
        layers: new Set(['towns', 'a b&c']),
        measure: 'towns.persons',
        method: 'equal',
        classes: 4,
        language: 'zh-TW',
        tab: 'map',
        selection: { layer: towns, row: 0 },
    };
    const back = parseHash(makeHash(state, map));
    assert.deepEqual(back.view, { zoom: 6.5, center: [120.5, 23.25] });
    assert.deepEqual(back.layers, ['towns', 'a b&c']);
    assert.equal(back.measure, 'towns.persons');
    assert.equal(back.classes, 4);
    assert.equal(back.lang, 'zh-TW');
    assert.deepEqual(selectionOf(doc, back.selected), { layer: towns, row: 0 });
});

test('nonsense in an address is left out', () => {
    assert.deepEqual(parseHash('#at=6/x/120&classes=99'), {});
    assert.deepEqual(parseHash('#at=6/95/120'), {});
    assert.equal(parseHash('#at=1/2').view, undefined);
    for (const key of ['', 'towns', 'towns:code:none', 'towns:row:9', 'towns:row:-1', 'towns:row:1.5', 'none:code:b'])
        assert.equal(selectionOf(doc, key), null, key);
});

test('a row whose code is not its own is kept by its number', () => {
    assert.equal(selectionKey({ layer: towns, row: 2 }), 'towns:row:2');
    assert.equal(selectionKey({ layer: towns, row: 1 }), 'towns:code:b');
});
