// Names that are markup, scripts, keys of objects, right to left, or long: text all the way, from
// the files of a study to its layers, its tables and its report.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { folder, launch, openFile, program, quiet } from './harness.mjs';
import { names, place, writeStudy } from './hostile.mjs';
import { layerFiles, layerName, readTable, readText } from './layers.mjs';
import { leafletPage, maplibrePage } from './pages.mjs';
import { hover, lookAt, narrow, openReport, part, showOnly, textOf, wide } from './report.mjs';
import { findings } from './rfc7946.mjs';

const all = Object.values(names);
rmSync(folder('hostile'), { recursive: true });
const out = join(folder('hostile'), 'out');
execFileSync(program, ['run', writeStudy(folder('hostile')), '--out', out, '--lang', 'en', '--quiet']);
const layer = (name) => JSON.parse(readText(layerFiles(out).find((file) => layerName(file) === name)));

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const run = (page) => page.evaluate(() => window.hacked ?? null);

test('the layers keep every name to the letter, and keep to RFC 7946', () => {
    for (const name of ['towns', 'venues', 'pilots']) {
        assert.deepEqual(new Set(layer(name).features.map((one) => one.properties.name)), new Set(all), name);
    }
    assert.deepEqual(new Set(layer('stations').features.map((one) => one.properties.operator)), new Set(all));
    for (const file of layerFiles(out)) assert.deepEqual(findings(JSON.parse(readText(file))), [], layerName(file));
});

test('a row whose bytes are no text is set aside with its reason, its bytes spelled out', () => {
    const [row, ...others] = readTable(join(out, 'tables', 'rejects.csv'));
    assert.deepEqual(others, []);
    assert.match(row.reason, /UTF-8/);
    assert.ok(row.raw.includes('o\\\\xFF\\\\xFE\\\\xED\\\\xA0\\\\xBD\\\\x00\\\\xC3'), row.raw);
});

test('the tables keep them too, but for a quote before what a spreadsheet would run', () => {
    const said = new Set(readTable(join(out, 'tables', 'towns.csv')).map((row) => row.name));
    assert.deepEqual(said, new Set(all.map((name) => (name.startsWith('=') ? `'${name}` : name))));
});

test('Leaflet and MapLibre draw them', async () => {
    const text = readText(layerFiles(out).find((file) => layerName(file) === 'towns'));
    for (const page of [leafletPage('hostile', text), maplibrePage('hostile', text)]) {
        const opened = await openFile(browser, page);
        await opened.page.waitForFunction(() => window.shown !== undefined);
        assert.equal(await opened.page.evaluate(() => window.shown), all.length);
        assert.equal(await run(opened.page), null);
        assert.deepEqual(opened.seen, quiet);
        await opened.context.close();
    }
});

describe('the report shows them as text and runs none', () => {
    for (const [language, viewport] of [['en', wide], ['zh-TW', narrow]]) {
        test(`${language}, ${viewport.width} pixels: every part`, async () => {
            const { context, page, seen } = await openReport(browser, { file: join(out, 'report.html'), hash: `#lang=${language}`, viewport });
            const [title, other] = language === 'en' ? [names.script, names.image] : [names.image, names.script];
            assert.equal(await textOf(page, 'title'), title);
            assert.notEqual(await textOf(page, 'title'), other);
            for (const tab of ['map', 'balance', 'targets', 'method']) {
                if (await page.locator(`[data-testid="tab-${tab}"]:visible`).count() === 0) await part(page, 'drawer').click();
                await part(page, `tab-${tab}`).click();
                const over = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
                assert.ok(over <= 0, `${tab}: ${over} pixels too wide`);
            }
            assert.ok((await textOf(page, 'method-sources')).includes(names.script));
            await page.emulateMedia({ media: 'print' });
            assert.ok((await part(page, 'print-page').innerText()).includes(title));
            assert.equal(await page.locator('img[src="x"], svg[onload], [onmouseover], [onerror]').count(), 0);
            assert.equal(await run(page), null);
            assert.deepEqual(seen, quiet);
            await context.close();
        });
    }

    test('what the pointer shows', async () => {
        const { context, page, seen } = await openReport(browser, { file: join(out, 'report.html') });
        await showOnly(page, ['towns']);
        for (const i of all.keys()) {
            const english = all[(i + 1) % all.length];
            await lookAt(page, place(i).map((x) => x + 0.03), 12);
            const tip = await hover(page, place(i).map((x) => x + 0.03), english);
            assert.ok(tip.includes(english), `${english} in ${tip}`);
        }
        assert.equal(await run(page), null);
        assert.deepEqual(seen, quiet);
        await context.close();
    });

    test('search and card', async () => {
        const { context, page, seen } = await openReport(browser, { file: join(out, 'report.html') });
        for (const name of all) {
            await part(page, 'search').fill(name.slice(0, 200));
            const option = part(page, 'search-results').locator('[role="option"]').first();
            await option.waitFor();
            const found = await option.evaluate((one) => one.textContent);
            assert.ok(found.includes(name), `${name} in ${found}`);
            await option.click();
            await part(page, 'panel').waitFor();
            const heading = await part(page, 'panel').evaluate((one) => one.textContent);
            assert.ok(heading.includes(name), `${name} in ${heading}`);
            const box = await part(page, 'panel').boundingBox();
            assert.ok(box.x >= 0 && box.x + box.width <= wide.width + 1);
            await part(page, 'panel-close').click();
        }
        assert.equal(await run(page), null);
        assert.deepEqual(seen, quiet);
        await context.close();
    });
});
