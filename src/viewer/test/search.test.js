import assert from 'node:assert/strict';
import test from 'node:test';
import { folded } from '../src/core/fold.js';

test('accents, width, case and variants of characters make no difference', () => {
    assert.equal(folded(' Réunion '), 'reunion');
    assert.equal(folded('ＡＢＣ１２'), 'abc12');
    assert.equal(folded('臺北'), folded('台北'));
    assert.notEqual(folded('東'), folded('西'));
});
