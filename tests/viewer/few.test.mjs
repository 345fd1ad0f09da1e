// Reports of small made studies: of few inputs, and of islands.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { folder, launch, program, quiet } from './harness.mjs';
import { drawn, lookAt, narrow, onScreen, openReport, part, showOnly, textOf, wide } from './report.mjs';

const square = (x, y, size) => [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]];
const unit = (code, parent, ...polygons) => ({ type: 'Feature', properties: { code, parent, name: code, name_en: `Unit ${code}` },
    geometry: { type: 'MultiPolygon', coordinates: polygons } });
const collection = (features) => JSON.stringify({ type: 'FeatureCollection', features });

// the main land, and a county of two islands and an islet in which no town lies
const ISLET = [119.2, 21.6, 119.21, 21.61];
const COUNTY = [119.2, 21.6, 119.7, 24.3];
const towns = [unit('main-1', 'main', square(121, 23, 0.5)), unit('main-2', 'main', square(121.5, 23, 0.5)),
    unit('isles-1', 'isles', square(119.4, 24, 0.3)), unit('isles-2', 'isles', square(119.3, 23.9, 0.05))];
const counties = [unit('main', '', square(121, 23, 0.5), square(121.5, 23, 0.5)),
    unit('isles', '', square(119.4, 24, 0.3), square(119.3, 23.9, 0.05), square(ISLET[0], ISLET[1], 0.01))];

/** Run a study of these inputs and make its report; its path. */
function report(name) {
    const at = folder(name);
    writeFileSync(join(at, 'counties.geojson'), collection(counties));
    writeFileSync(join(at, 'towns.geojson'), collection(towns));
    writeFileSync(join(at, 'stations.csv'), 'code,operator,lon,lat\na,One,121.2,23.2\nb,One,119.5,24.1\n');
    writeFileSync(join(at, 'study.yaml'), `title: {en: Islands}
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
  - {stations: stations.csv, crs: "EPSG:4326"}
coverage: {model: disc, default_radius_m: 2000}
`);
    const out = join(at, 'out');
    execFileSync(program, ['run', join(at, 'study.yaml'), '--out', out, '--lang', 'en', '--quiet']);
    return join(out, 'report.html');
}

const file = report('few');
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const inView = (page, box) => page.evaluate(([w, s, e, n]) => {
    const view = window.evenreach.map.getBounds();
    return view.getWest() <= w && view.getEast() >= e && view.getSouth() <= s && view.getNorth() >= n;
}, box);

test('a study of units and stations alone opens, and every layer it has can be shown', async () => {
    const { context, page, seen } = await openReport(browser, { file });
    assert.equal(await textOf(page, 'title'), 'Islands');
    for (const name of ['venues', 'pilots']) assert.equal(await page.locator(`[data-testid="layer-${name}"]`).count(), 0, name);
    await showOnly(page, ['counties', 'towns', 'stations']);
    for (const tab of ['balance', 'targets', 'method', 'map']) await part(page, `tab-${tab}`).click();
    assert.deepEqual(seen, quiet);
    await context.close();
});

for (const [button, viewport] of [['place-isles', wide], ['inset-isles', wide], ['inset-isles', narrow]]) {
    test(`${button} at ${viewport.width} pixels shows all of a county of islands, with its islet`, async () => {
        const { context, page, seen } = await openReport(browser, { file, viewport });
        await page.evaluate(() => window.evenreach.map.jumpTo({ center: [121.5, 23.2], zoom: 10 }));
        await drawn(page);
        assert.ok(!await inView(page, COUNTY));
        await part(page, button).click();
        await drawn(page);
        assert.ok(await inView(page, COUNTY), `${await page.evaluate(() => window.evenreach.map.getBounds().toArray())}`);
        assert.deepEqual(seen, quiet);
        await context.close();
    });
}

test('the first picture has the islet, though it is of no town', async () => {
    const { context, page } = await openReport(browser, { file });
    assert.ok(await inView(page, ISLET));
    await context.close();
});

/** What lies on top of the screen at a place: nothing but the map, or something over it. */
async function uncovered(page, place) {
    const at = await onScreen(page, place);
    return page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('#map') !== null
        && document.elementFromPoint(x, y)?.tagName === 'CANVAS', at);
}

for (const viewport of [wide, narrow]) {
    test(`${viewport.width} pixels: what was searched lies free beside its card, and the places apart can still be reached`, async () => {
        const { context, page, seen } = await openReport(browser, { file, viewport });
        await part(page, 'search').fill('isles');
        await page.keyboard.press('Enter');
        await part(page, 'panel').waitFor();
        await drawn(page);
        const [west, south, east, north] = COUNTY;
        for (const corner of [[west, south], [west, north], [east, south], [east, north]]) {
            assert.ok(await uncovered(page, corner), `${corner} is covered`);
        }
        await lookAt(page, [121.5, 23.2], 10);
        const box = await part(page, 'inset-isles').boundingBox();
        const top = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.closest('[data-testid]')?.dataset.testid,
            [box.x + box.width / 2, box.y + box.height / 2]);
        assert.equal(top, 'inset-isles');
        await part(page, 'inset-isles').click();
        await drawn(page);
        assert.ok(await uncovered(page, [119.205, 21.605]), 'the islet is covered');
        assert.deepEqual(seen, quiet);
        await context.close();
    });

    test(`${viewport.width} pixels: what was clicked does not go behind its card`, async () => {
        const { context, page } = await openReport(browser, { file, viewport });
        const place = [121.9, 23.1];
        await lookAt(page, [121.9, 23.1], 10);
        const { width, height } = await page.locator('#map').boundingBox();
        await page.evaluate((by) => window.evenreach.map.panBy(by, { duration: 0 }), [-(width / 2 - 30), -(height / 2 - 30)]);
        await drawn(page);
        const at = await onScreen(page, place);
        await page.locator('#map').click({ position: { x: width - 30, y: height - 30 }, force: true });
        assert.ok(at.x > viewport.width - 40, 'the place is at the edge');
        await part(page, 'panel').waitFor();
        await drawn(page);
        await page.waitForTimeout(300);
        assert.ok(await uncovered(page, place), 'it is covered');
        await context.close();
    });

    for (const language of ['en', 'zh-TW']) {
        test(`${viewport.width} pixels, ${language}: the hint of the search is there to its end`, async () => {
            const { context, page } = await openReport(browser, { file, viewport, hash: `#lang=${language}` });
            const [needed, room] = await part(page, 'search').evaluate((box) => {
                const style = getComputedStyle(box);
                const context2d = document.createElement('canvas').getContext('2d');
                context2d.font = style.font;
                return [context2d.measureText(box.placeholder).width, box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)];
            });
            assert.ok(needed > 20 && needed <= room, `${needed} pixels of text in ${room}`);
            await context.close();
        });
    }
}
