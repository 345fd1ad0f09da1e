import assert from 'node:assert/strict';
import test from 'node:test';
import { Geometry } from '../src/data/geometry.js';
import { Sheet } from '../src/data/sheet.js';
import { Shapes, around } from '../src/data/shapes.js';
import { cutTiles } from '../src/data/tiles.js';

const square = (x, y) => [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
    [x, y],
];
const topology = {
    type: 'Topology',
    arcs: [square(178, -18), square(-180, -18)],
    objects: {
        units: {
            type: 'GeometryCollection',
            geometries: [{ type: 'Polygon', arcs: [[0]] }, { type: null }, { type: 'Polygon', arcs: [[1]] }],
        },
    },
};
const unitsRaw = { name: 'units', shape: 'polygon', rows: 3, object: 'units' };
const units = new Sheet(unitsRaw);
const geometryOf = (extent) => new Geometry({ topology, extent, layers: [unitsRaw] });

/** Shapes as the page has them; the worker is asked nothing here. */
const shapesOf = (extent, ask = () => {}) => new Shapes([['units', geometryOf(extent).places('units')]], ask, extent);

test('points are differences of millionths; a lost one leaves the next where it was', () => {
    const layer = {
        name: 'points',
        shape: 'point',
        rows: 3,
        x: [120000000, null, -500000],
        y: [23500000, null, 250000],
    };
    const geometry = new Geometry({ extent: [118, 21, 122, 26], layers: [layer] });
    const features = geometry.features('points');
    assert.deepEqual(
        features.map((one) => one.geometry?.coordinates ?? null),
        [[120, 23.5], null, [119.5, 23.75]],
    );
    const shapes = new Shapes([['points', geometry.places('points')]], null, null);
    assert.deepEqual(shapes.boxOf(layer, 2), [119.5, 23.75, 119.5, 23.75]);
    assert.equal(shapes.boxOf(layer, 1), null);
    assert.equal(shapes.centreOf(layer, 1), null);
    assert.equal(shapes.boxOf({ name: 'none' }, 0), null);
});

test('a row without a place keeps its number', () => {
    const features = geometryOf([-180, -20, 180, 0]).features('units');
    assert.deepEqual(
        features.map((one) => one.id),
        [0, 1, 2],
    );
    assert.equal(features[1].geometry, null);
});

test('across 180 degrees longitudes run on', () => {
    const shapes = shapesOf([177, -20, -178, -10]);
    assert.deepEqual(shapes.extent, [177, -20, 182, -10]);
    assert.deepEqual(shapes.boxOf(units, 0), [178, -18, 179, -17]);
    assert.deepEqual(shapes.boxOf(units, 2), [180, -18, 181, -17]);
    assert.deepEqual(shapes.box([179.5, -18, -179.5, -17]), [179.5, -18, 180.5, -17]);
});

test('without a crossing longitudes stay as they are', () => {
    assert.deepEqual(shapesOf([-180, -20, 180, 0]).boxOf(units, 2), [-180, -18, -179, -17]);
});

test('the middle of a square, and of the larger of two', () => {
    const shapes = shapesOf([-180, -20, 180, 0]);
    const [x, y] = shapes.centreOf(units, 0);
    assert.ok(Math.abs(x - 178.5) < 1e-9 && Math.abs(y + 17.5) < 1e-9);
});

test('rows within boxes are asked for by their number, and those without a place by none', () => {
    const asked = [];
    shapesOf([-180, -20, 180, 0], (...all) => asked.push(all)).within(units, [
        [177.5, -17.5, 178.5, -16],
        [0, 0, 1, 1],
    ]);
    assert.deepEqual(asked, [['select', 'units', { rows: [0] }]]);
});

test('what is selected: some rows, their properties, their shape and their middle', () => {
    const geometry = geometryOf([-180, -20, 180, 0]);
    const properties = [{ k: 4 }, { k: 5 }, { k: 6 }];
    const of = (options) => geometry.select('units', options).map((one) => [one.id, one.geometry.type, one.properties.k]);
    assert.deepEqual(of({ properties }), [
        [0, 'Polygon', 4],
        [2, 'Polygon', 6],
    ]);
    assert.deepEqual(of({ rows: [1, 2], parts: ['shape', 'middle'] }), [
        [2, 'Polygon', undefined],
        [2, 'Point', undefined],
    ]);
});

test('tiles hold what lies in them, and are empty elsewhere', () => {
    const tile = cutTiles(geometryOf([-180, -20, 180, 0]).select('units'));
    assert.ok(tile(0, 0, 0).byteLength > 20);
    assert.equal(tile(4, 8, 4).byteLength, 0);
});

test('boxes around others, and around nothing', () => {
    assert.deepEqual(around([[0, 0, 1, 1], null, [-1, 0.5, 0, 3]]), [-1, 0, 1, 3]);
    assert.equal(around([null]), null);
});

test('few words stand once', () => {
    const sheet = new Sheet({
        name: 's',
        rows: 3,
        fields: [
            { name: 'a', type: 'text' },
            { name: 'b', type: 'real' },
        ],
        columns: [{ words: ['x', 'y'], index: [1, null, 0] }, [1, null, 3]],
    });
    assert.deepEqual(sheet.values('a'), ['y', null, 'x']);
    assert.deepEqual(sheet.values('b'), [1, null, 3]);
    assert.deepEqual(sheet.values('none'), [null, null, null]);
    assert.equal(sheet.find('a', 'x'), 2);
});
