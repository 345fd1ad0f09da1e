// Every layer in the programs that planners open them with: GDAL, Leaflet, MapLibre.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { launch, openFile, output, quiet } from './harness.mjs';
import { layerFiles, layerName, readText } from './layers.mjs';
import { leafletPage, maplibrePage } from './pages.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const located = (layer) => layer.features.filter((feature) => feature.geometry !== null).length;

test('the bundled study has its layers', () => {
    const names = layerFiles(output).map(layerName);
    for (const name of ['counties', 'towns', 'area_classes', 'stations', 'coverage', 'venues', 'holes', 'routes',
        'pilots', 'choices']) {
        assert.ok(names.includes(name), `${name} in ${names}`);
    }
});

for (const file of layerFiles(output)) {
    const name = layerName(file);
    const text = readText(file);
    const layer = JSON.parse(text);

    test(`${name} in GDAL: features, fields and extent`, () => {
        const said = execFileSync('ogrinfo', ['-ro', '-al', '-so', file], { encoding: 'utf8' });
        assert.match(said, new RegExp(`^Layer name: ${name}$`, 'm'));
        assert.match(said, new RegExp(`^Feature Count: ${layer.features.length}$`, 'm'));
        assert.match(said, /ID\["EPSG",4326\]/);
        const fields = [...said.matchAll(/^([a-z0-9_-]+): (?:String|Integer|Integer64|Real|Date|DateTime)\b/gm)];
        assert.deepEqual(fields.map((field) => field[1]), Object.keys(layer.features[0].properties));
        const extent = /^Extent: \((.+), (.+)\) - \((.+), (.+)\)$/m.exec(said).slice(1).map(Number);
        extent.forEach((x, i) => assert.ok(Math.abs(x - layer.bbox[i]) < 1e-6, `${extent} is not ${layer.bbox}`));
    });

    test(`${name} in Leaflet: every feature is drawn`, async () => {
        const { context, page, seen } = await openFile(browser, leafletPage(name, text));
        assert.equal(await page.evaluate(() => window.shown), located(layer));
        assert.deepEqual(seen, quiet);
        await context.close();
    });

    test(`${name} in MapLibre: every feature is drawn`, async () => {
        const { context, page, seen } = await openFile(browser, maplibrePage(name, text));
        await page.waitForFunction(() => window.shown !== undefined, null, { timeout: 120_000 });
        assert.equal(await page.evaluate(() => window.shown), located(layer));
        assert.ok(await page.evaluate(() => window.coloured) > 0);
        assert.deepEqual(seen, quiet);
        await context.close();
    });
}
