// Reports of small made studies: of few inputs, and of islands.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { folder, launch, program, quiet } from './harness.mjs';
import { drawn, narrow, openReport, part, showOnly, textOf, wide } from './report.mjs';

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
