// The report of the bundled study: opens from the disk alone, and says what the tables say.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { launch, output, quiet } from './harness.mjs';
import { layerFiles, layerName, readText } from './layers.mjs';
import { drawn, hover, lookAt, onScreen, openReport, part, pointsInside, reportFile, showOnly, shownNumber, table, textOf }
    from './report.mjs';

const MOST_BYTES = 6_000_000;
// Three seconds are what an idle machine of two cores may take; one that runs other tests beside is
// given its time, so that only a page that has become many times slower fails.
const MOST_FIRST_MAP_MS = 60_000;

let browser;
let page;
let seen;
let firstMapMs;
before(async () => {
    browser = await launch();
    const opened = await openReport(browser);
    ({ page, seen } = opened);
    firstMapMs = Math.round(opened.firstMapMs);
    console.log(`first map painted after ${firstMapMs} ms (${Math.round(opened.firstMapCpuMs)} ms of processor time), `
        + `${statSync(reportFile).size} bytes`);
});
after(async () => { await browser.close(); });

test('it is small enough to mail', () => assert.ok(statSync(reportFile).size <= MOST_BYTES, `${statSync(reportFile).size} bytes`));

test('the first map is soon there', () => assert.ok(firstMapMs < MOST_FIRST_MAP_MS, `${firstMapMs} ms`));

describe('layers', () => {
    const files = layerFiles(output);
    const rendered = () => page.evaluate(() => window.evenreach.map.queryRenderedFeatures().length);
    const picture = () => page.locator('#map canvas').first().screenshot();

    test('every layer of the folder has its switch and its number of rows', async () => {
        for (const file of files) {
            const name = layerName(file);
            const line = page.locator('li').filter({ has: page.locator(`[data-testid="layer-${name}"]`) }).first();
            // of plans of new sites the page draws the one that was asked for
            const rows = JSON.parse(readText(file)).features
                .filter((feature) => feature.properties.asked !== false).length;
            assert.ok((await line.innerText()).includes(rows.toLocaleString('en')), `${name}: ${await line.innerText()}`);
        }
    });

    for (const file of files) {
        const name = layerName(file);
        test(`${name} comes and goes`, async () => {
            await showOnly(page, []);
            const [countWithout, without] = [await rendered(), await picture()];
            await showOnly(page, [name]);
            const [countWith, with_] = [await rendered(), await picture()];
            assert.ok(countWith > countWithout, `${countWithout} features without, ${countWith} with`);
            assert.ok(!with_.equals(without), 'the picture is the same');
            await showOnly(page, []);
            assert.equal(await rendered(), countWithout);
        });
    }
});

describe('a click on a town shows its figures', () => {
    // a large one, a borderline one, and islands
    const codes = ['63000030', '67000110', '10014160', '09007020', '10013220'];
    const points = pointsInside('towns', codes);
    const rows = table('towns');
    const numeric = table('fields').filter((row) => row.layer === 'towns' && ['integer', 'real'].includes(row.type))
        .map((row) => row.field);
    for (const code of codes) {
        test(code, async () => {
            const row = rows.find((one) => one.code === code);
            await showOnly(page, ['counties', 'towns']);
            await lookAt(page, points.get(code), 12);
            const at = await onScreen(page, points.get(code));
            await page.mouse.click(at.x, at.y);
            const panel = part(page, 'panel');
            await panel.waitFor();
            const panelText = await panel.innerText();
            for (const text of [row.name, row.name_en, row.code]) assert.ok(panelText.includes(text), `${text} in ${panelText}`);
            let compared = 0;
            for (const field of numeric.filter((name) => name in row)) {
                const shown = await textOf(page, `figure-${field}`);
                const number = shownNumber(shown);
                if (row[field] === '') assert.equal(number, null, `${field}: ${shown} for nothing`);
                else {
                    assert.ok(number && Math.abs(number.value - Number(row[field])) <= number.half, `${field}: ${shown} is not ${row[field]}`);
                    compared++;
                }
            }
            assert.ok(compared > 30, `${compared} figures`);
            await part(page, 'panel-close').click();
            assert.equal(await page.locator('[data-testid="panel"]:visible').count(), 0);
        });
    }
});

test('the pointer over a town shows its name and the figure of its colour', async () => {
    const [code, place] = [...pointsInside('towns', ['10014160'])][0];
    await showOnly(page, ['counties', 'towns']);
    await lookAt(page, place, 11);
    const tip = await hover(page, place, 'Lanyu');
    assert.ok(tip.includes('Lanyu'), tip);
    const field = await part(page, 'tip').locator('[data-field]').first().getAttribute('data-field');
    const row = table('towns').find((one) => one.code === code);
    const number = shownNumber(await part(page, 'tip').locator('[data-field] b').first().innerText());
    assert.ok(Math.abs(number.value - Number(row[field])) <= number.half, `${tip} is not ${row[field]}`);
});

describe('search', () => {
    for (const [query, name, code] of [['蘭嶼鄉', '蘭嶼鄉', '10014160'], ['Lanyu', '蘭嶼鄉', '10014160'], ['10014160', '蘭嶼鄉', '10014160'],
        ['台東縣', '臺東縣', '10014'], ['lanyu', '蘭嶼鄉', '10014160']]) {
        test(`${query} finds ${name}`, async () => {
            await part(page, 'search').fill(query);
            await part(page, 'search-results').locator('[role="option"]').first().click();
            await part(page, 'panel').waitFor();
            const said = await part(page, 'panel').innerText();
            assert.ok(said.includes(name) && said.includes(code), said);
            await part(page, 'panel-close').click();
        });
    }

    test('closing the card gives the focus back to the search, and its results stay closed', async () => {
        const options = page.locator('[role="option"]:visible');
        await part(page, 'search').fill('Lanyu');
        assert.ok(await options.count() > 0);
        await page.keyboard.press('Enter');
        await part(page, 'panel').waitFor();
        await part(page, 'panel-close').click();
        assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
        assert.equal(await options.count(), 0);
        assert.equal(await part(page, 'search').getAttribute('aria-expanded'), 'false');
        await page.keyboard.press('ArrowDown'); // and open again when asked to
        assert.ok(await options.count() > 0);
        await page.keyboard.press('Escape');
        assert.equal(await options.count(), 0);
    });

    test('what is nowhere is said to be nowhere', async () => {
        await part(page, 'search').fill('Atlantis');
        assert.equal(await page.locator('[role="option"]:visible').count(), 0);
        assert.match(await textOf(page, 'search-results'), /\w/);
        await part(page, 'search').fill('');
    });
});

describe('places that lie apart', () => {
    // Penghu, Kinmen, Lienchiang, Green Island, Lanyu, Liuqiu
    const places = ['10016', '09020', '09007', '10014110', '10014160', '10013220'];
    /** The box of all towns whose code begins so. */
    const boxOf = (code) => {
        const { features } = JSON.parse(readText(layerFiles(output).find((file) => layerName(file) === 'towns')));
        const numbers = features.filter((one) => one.properties.code.startsWith(code))
            .map((one) => one.geometry.coordinates).flat(Infinity);
        const xs = numbers.filter((_, i) => i % 2 === 0);
        const ys = numbers.filter((_, i) => i % 2 === 1);
        return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    };
    const inView = ([west, south, east, north]) => page.evaluate(([w, s, e, n]) => {
        const view = window.evenreach.map.getBounds();
        return view.getWest() <= w && view.getEast() >= e && view.getSouth() <= s && view.getNorth() >= n;
    }, [west, south, east, north]);

    test('none is off the first picture', async () => {
        const { context, page: fresh } = await openReport(browser);
        [page, fresh].forEach((one) => one.setDefaultTimeout(60_000));
        const kept = page;
        page = fresh;
        try {
            for (const code of places) {
                const inset = await page.locator(`[data-testid="inset-${code}"]:visible`).count();
                assert.ok(inset > 0 || await inView(boxOf(code)), `${code} is neither on the map nor an inset`);
            }
            // and the main land is whole, from its northernmost county to its southernmost
            for (const code of ['65000', '10013']) assert.ok(await inView(boxOf(code)), `${code} is cut off`);
        } finally {
            page = kept;
            await context.close();
        }
    });

    for (const code of places) {
        test(`a button shows all of ${code}`, async () => {
            await lookAt(page, [121, 23.5], 9);
            await part(page, `place-${code}`).click();
            await drawn(page);
            const box = boxOf(code);
            assert.ok(await inView(box), `${code} is not in view`);
            const closest = await page.evaluate(() => window.evenreach.map.getBounds().toArray().flat());
            assert.ok((closest[3] - closest[1]) < 8 * (box[3] - box[1]) + 0.3, 'it is shown from too far');
        });
    }
});

test('a link keeps the view', async () => {
    await part(page, 'search').fill('10014160');
    await page.keyboard.press('Enter');
    await part(page, 'panel').waitFor();
    await showOnly(page, ['counties', 'towns', 'stations']);
    await page.waitForTimeout(600);
    const state = () => ({
        at: window.evenreach.map.getCenter().toArray().map((x) => x.toFixed(3)),
        zoom: window.evenreach.map.getZoom().toFixed(1),
        layers: [...document.querySelectorAll('[data-testid^="layer-"]')].filter((box) => box.checked).map((box) => box.id),
        panel: document.querySelector('[data-testid="panel-name"]')?.textContent,
    });
    await drawn(page);
    await page.waitForTimeout(600);
    const here = await page.evaluate(state);
    const { context, page: there } = await openReport(browser, { hash: new URL(page.url()).hash });
    assert.deepEqual(await there.evaluate(state), here);
    await context.close();
});

test('after all of it: no request, no complaint', () => assert.deepEqual(seen, quiet));
