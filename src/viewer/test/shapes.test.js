import assert from 'node:assert/strict';
import test from 'node:test';
import { Sheet } from '../src/data/sheet.js';
import { Shapes, around } from '../src/data/shapes.js';

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
const units = new Sheet({ name: 'units', shape: 'polygon', rows: 3, object: 'units' });

test('points are differences of millionths; a lost one leaves the next where it was', () => {
    const layer = new Sheet({
        name: 'points',
        shape: 'point',
        rows: 3,
        x: [120000000, null, -500000],
        y: [23500000, null, 250000],
    });
    const features = new Shapes(null, [118, 21, 122, 26]).features(layer);
    assert.deepEqual(
        features.map((one) => one.geometry?.coordinates ?? null),
        [[120, 23.5], null, [119.5, 23.75]],
    );
});

test('a row without a place keeps its number', () => {
    const features = new Shapes(topology, [-180, -20, 180, 0]).features(units);
    assert.deepEqual(
        features.map((one) => one.id),
        [0, 1, 2],
    );
    assert.equal(features[1].geometry, null);
});

test('across 180 degrees longitudes run on', () => {
    const shapes = new Shapes(topology, [177, -20, -178, -10]);
    assert.deepEqual(shapes.extent, [177, -20, 182, -10]);
    assert.deepEqual(shapes.boxOf(units, 0), [178, -18, 179, -17]);
    assert.deepEqual(shapes.boxOf(units, 2), [180, -18, 181, -17]);
    assert.deepEqual(shapes.box([179.5, -18, -179.5, -17]), [179.5, -18, 180.5, -17]);
});

test('without a crossing longitudes stay as they are', () => {
    assert.deepEqual(new Shapes(topology, [-180, -20, 180, 0]).boxOf(units, 2), [-180, -18, -179, -17]);
});

test('the middle of a square, and of the larger of two', () => {
    const shapes = new Shapes(topology, [-180, -20, 180, 0]);
    const [x, y] = shapes.centreOf(units, 0);
    assert.ok(Math.abs(x - 178.5) < 1e-9 && Math.abs(y + 17.5) < 1e-9);
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
