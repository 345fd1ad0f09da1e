// What every browser test needs: the packages, the folders, a browser without a network.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Folder that the steps of the tests share; below it `tw` is the bundled study's output. */
export const work = process.env.VIEWER_WORK;
export const output = join(work, 'tw');
export const program = process.env.EVENREACH;
export const source = process.env.EVENREACH_SOURCE;

/** Resolves packages from where `run modules` put them, not from beside this file. */
export const modules = createRequire(join(work, 'modules', 'package.json'));

/** An empty folder for a test's own files. */
export function folder(name) {
    const path = join(work, name);
    mkdirSync(path, { recursive: true });
    return path;
}

/** A headless browser; WebGL is drawn by the processor, so that it is there on any machine. */
export function launch() {
    const { chromium } = modules('playwright-core');
    return chromium.launch({
        executablePath: process.env.VIEWER_BROWSER,
        headless: true,
        args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
            '--disable-dev-shm-usage', '--disable-background-networking', '--hide-scrollbars'],
    });
}

/** Open a file with the network off. `seen` collects what must stay empty (requests for anything
 *  but files and data made in the page, lines on the console, errors) and windows that asked. */
export async function openFile(browser, path, options = {}) {
    const { hash = '', ...contextOptions } = options;
    const context = await browser.newContext({ offline: true, locale: 'en-GB', ...contextOptions });
    const seen = { requests: [], console: [], errors: [], dialogs: [] };
    const allowed = /^(file|data|blob):/;
    await context.route((url) => !allowed.test(url.href), (route) => route.abort());
    const page = await context.newPage();
    page.on('request', (request) => {
        if (!allowed.test(request.url())) seen.requests.push(request.url());
    });
    page.on('websocket', (socket) => seen.requests.push(socket.url()));
    page.on('console', (message) => {
        if (['error', 'warning', 'assert'].includes(message.type()) && !ofThisMachine(message)) {
            seen.console.push(`${message.type()}: ${message.text()}`);
        }
    });
    page.on('pageerror', (error) => seen.errors.push(String(error)));
    page.on('dialog', (dialog) => {
        seen.dialogs.push(dialog.message());
        dialog.dismiss();
    });
    await page.goto(pathToFileURL(path).href + hash);
    return { context, page, seen };
}

/** The driver of the processor-drawn WebGL remarks on its own speed when pixels are read back. */
function ofThisMachine(message) {
    return /GL Driver Message .*GPU stall due to ReadPixels/.test(message.text());
}

/** Nothing asked for, nothing complained of. */
export const quiet = { requests: [], console: [], errors: [], dialogs: [] };
