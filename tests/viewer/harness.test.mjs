// The harness sees what it must see: a request, a complaint, an error, a dialog.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, launch, openFile, quiet, source } from './harness.mjs';
import { readText } from './layers.mjs';

async function seenOf(body) {
    const browser = await launch();
    const path = join(folder('pages'), 'harness.html');
    writeFileSync(path, `<!doctype html><meta charset="utf-8"><title>harness</title>${body}`);
    const { page, seen } = await openFile(browser, path);
    await page.waitForTimeout(200);
    await browser.close();
    return seen;
}

test('a still page is quiet', async () => assert.deepEqual(await seenOf('<p>still</p>'), quiet));

test('a page that asks, complains, fails and alerts is not', async () => {
    const seen = await seenOf(`<script>
        new Image().src = 'http://192.0.2.1/tile.png';
        console.warn('careful');
        setTimeout(() => { throw new Error('broken'); }, 0);
        alert('look');
    </script>`);
    assert.deepEqual(seen.requests, ['http://192.0.2.1/tile.png']);
    assert.ok(seen.console.includes('warning: careful'), seen.console.join());
    assert.deepEqual(seen.errors, ['Error: broken']);
    assert.deepEqual(seen.dialogs, ['look']);
});

test('lock files say what and which bytes, not from where', () => {
    const locks = ['tests/viewer', 'src/viewer'].map((name) => join(source, name, 'package-lock.json'));
    for (const lock of locks.filter(existsSync)) {
        assert.ok(!/"resolved"|\.tgz/.test(readText(lock)), lock);
        for (const [path, entry] of Object.entries(JSON.parse(readText(lock)).packages)) {
            assert.ok(path === '' || entry.integrity?.startsWith('sha512-'), `${lock}: ${path}`);
        }
    }
});
