import assert from 'node:assert/strict';
import test from 'node:test';
import { makeBreaks } from '../src/data/breaks.js';

test('quantiles hold equal numbers', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const breaks = makeBreaks(values, 'quantile', 4);
    assert.deepEqual(breaks.counts, [25, 25, 25, 25]);
});

test('equal classes are equally wide, and the last holds the largest value', () => {
    const breaks = makeBreaks([0, 1, 2, 3, 100], 'equal', 4);
    assert.deepEqual(breaks.edges, [25, 50, 75]);
    assert.deepEqual(breaks.counts, [4, 0, 0, 1]);
});

test('pretty classes part at round figures', () => {
    const breaks = makeBreaks([0.063, 0.31, 0.99], 'pretty', 5);
    assert.deepEqual(breaks.edges, [0.2, 0.4, 0.6, 0.8]);
});

test('a value on an edge is in the class that begins there', () => {
    const breaks = makeBreaks([0, 25, 100], 'equal', 4);
    assert.equal(breaks.classOf(25), 1);
    assert.equal(breaks.classOf(24.99), 0);
});

test('what is not known has no class and is counted', () => {
    const breaks = makeBreaks([1, null, 2, undefined, NaN], 'equal', 2);
    assert.equal(breaks.unknown, 3);
    assert.equal(breaks.classOf(null), -1);
    assert.equal(
        breaks.counts.reduce((sum, one) => sum + one),
        2,
    );
    assert.equal(makeBreaks([null, null], 'quantile', 5), null);
});

test('ties and equal values make fewer classes, none of them twice', () => {
    assert.deepEqual(makeBreaks([3, 3, 3], 'quantile', 5).counts, [3]);
    const ties = makeBreaks([0, 0, 0, 0, 0, 0, 0, 1, 2, 3], 'quantile', 5);
    assert.deepEqual(ties.edges, [...new Set(ties.edges)]);
    assert.ok(ties.edges.every((edge) => edge > 0));
});

test('every value is in a class whose ends hold it', () => {
    const values = Array.from({ length: 200 }, (_, i) => Math.sin(i) * 10 ** (i % 7));
    for (const method of ['quantile', 'equal', 'pretty']) {
        const breaks = makeBreaks(values, method, 5);
        for (const value of values) {
            const at = breaks.classOf(value);
            assert.ok(value >= (at ? breaks.edges[at - 1] : breaks.low), `${method} ${value}`);
            assert.ok(value <= (breaks.edges[at] ?? breaks.high), `${method} ${value}`);
        }
    }
});
