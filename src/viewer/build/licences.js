/* The licence texts of the packages that are part of the page, as a module of the page. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const PERMITTED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '(MIT OR Apache-2.0)']);
const NAME = 'virtual:licences';

/* What only the command-line tools among the packages use, and declarations for another language, are
 * no part of the page. */
const TOOLS = new Set(['@mapbox/jsonlint-lines-primitives', 'commander', 'json-stringify-pretty-compact', 'minimist']);
const isInPage = (name) => !TOOLS.has(name) && !name.startsWith('@types/');

function textOf(folder) {
    const files = readdirSync(folder);
    const file = files.find((name) => /^licen[cs]e/i.test(name));
    if (file) return readFileSync(join(folder, file), 'utf8').trim();
    const readme = files.find((name) => /^readme/i.test(name));
    const part = readme && /^#+\s*licen[cs]e.*/ims.exec(readFileSync(join(folder, readme), 'utf8'));
    return part ? part[0].trim() : null;
}

/** Every package of the page with its licence; throws where one is not permitted or has no text. */
export function collect() {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const found = [];
    for (const [path, entry] of Object.entries(lock.packages)) {
        const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
        if (!path || entry.dev || !isInPage(name)) continue;
        if (!PERMITTED.has(entry.license))
            throw new Error(`${name}: the licence ${entry.license} is not one that the page may use`);
        const text = textOf(join(root, path));
        if (!text) throw new Error(`${name}: there is no text of its licence in the package`);
        found.push({ name, version: entry.version, licence: entry.license, text });
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function licences() {
    return {
        name: 'licences',
        resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
        load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(collect())};` : null),
    };
}
