// A report of about a million coordinates: the page answers while it loads, and a click and a search do
// what they do in a small one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { folder, launch, openFile, program, quiet } from './harness.mjs';
import { drawn, hover, lookAt, onScreen, openReport, part, textOf, wide } from './report.mjs';
import { middleTown, townCode, townPlace, writeStudy } from './wiggly.mjs';

const MANY = 512; // pieces of a border: 860,000 coordinates of towns and 170,000 of counties
const FEW = 8;

/** Run the study with borders of so many pieces; its report with every one of them in it. */
function report(pieces) {
    const at = folder(`wiggly-${pieces}`);
    const study = writeStudy(at, pieces);
    const out = join(at, 'out');
    execFileSync(program, ['run', study, '--out', out, '--lang', 'en', '--quiet', '--no-report']);
    const file = join(at, 'report.html');
    execFileSync(program, ['report', '-w', join(out, 'workspace.sqlite'), '--study', study, '--out', file, '--tolerance-m', '0', '--force']);
    return file;
}

const large = report(MANY);
const small = report(FEW);
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** Milliseconds of processor time of the page's own thread from when it opens until the map is drawn;
 *  the page is opened twice, for the second time is the one that can be watched. */
async function workOfPage(file) {
    const { context, page, seen } = await openFile(browser, file, { viewport: wide, reducedMotion: 'reduce' });
    await page.evaluate(() => window.evenreach.ready);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async () => {
        const { metrics } = await session.send('Performance.getMetrics');
        return 1000 * metrics.find((one) => one.name === 'TaskDuration').value;
    };
    const before = await worked();
    await page.reload();
    await page.evaluate(() => window.evenreach.ready);
    const work = await worked() - before;
    assert.deepEqual(seen, quiet);
    await context.close();
    return work;
}

test('sixty times the coordinates are not many times the work of the page', async () => {
    // in turn, and the least of each: other programs only ever add
    const work = { small: [], large: [] };
    for (let i = 0; i < 2; i++) {
        work.small.push(await workOfPage(small));
        work.large.push(await workOfPage(large));
    }
    const [least, most] = [Math.min(...work.small), Math.min(...work.large)];
    console.log(`work of the page until the map is drawn: ${Math.round(least)} ms with few, ${Math.round(most)} ms with a million`);
    assert.ok(most < 2 * least + 100, `${most} ms of work for a million coordinates, ${least} ms for few`);
});

test('a click shows the town, and so do search and pointer', async () => {
    const { context, page, seen } = await openReport(browser, { file: large });
    const [code, place] = [townCode(...middleTown), townPlace(...middleTown)];
    await lookAt(page, place, 10);
    const at = await onScreen(page, place);
    await page.mouse.click(at.x, at.y);
    await part(page, 'panel').waitFor();
    assert.equal(await textOf(page, 'panel-name'), `Town ${code}`);
    await part(page, 'panel-close').click();
    await part(page, 'search').fill(`Town ${townCode(1, 1)}`);
    await page.keyboard.press('Enter');
    await part(page, 'panel').waitFor();
    assert.equal(await textOf(page, 'panel-name'), `Town ${townCode(1, 1)}`);
    await drawn(page);
    const inView = await page.evaluate(([x, y]) => window.evenreach.map.getBounds().contains([x, y]), townPlace(1, 1));
    assert.ok(inView, 'the map has not gone there');
    const tip = await hover(page, townPlace(1, 1), `Town ${townCode(1, 1)}`);
    assert.ok(tip.includes(`Town ${townCode(1, 1)}`), tip);
    assert.deepEqual(seen, quiet);
    await context.close();
});

test('borders are drawn where they are', async () => {
    const { context, page } = await openReport(browser, { file: large });
    for (const [x, y] of [[0, 0], [19, 19], [7, 12]]) {
        await lookAt(page, townPlace(x, y), 13);
        const at = await page.evaluate((where) => {
            const { map } = window.evenreach;
            return map.queryRenderedFeatures(map.project(where), { layers: ['towns/fill'] }).map((one) => one.id);
        }, townPlace(x, y));
        assert.deepEqual(at, [20 * x + y], `town ${x} ${y}`); // rows are in the order of the codes
    }
    await context.close();
});
