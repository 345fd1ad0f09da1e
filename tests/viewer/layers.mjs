// The layers and tables of an output folder, read without the program's own code.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

export function layerFiles(outputFolder) {
    const folder = join(outputFolder, 'geojson');
    return readdirSync(folder).filter((name) => name.endsWith('.geojson')).sort()
        .map((name) => join(folder, name));
}

export function layerName(file) {
    return basename(file, '.geojson');
}

export function readText(file) {
    return readFileSync(file, 'utf8');
}

/** Rows of a CSV table as objects by heading (RFC 4180: quotes doubled, line breaks inside). */
export function readTable(file) {
    const [heading, ...rows] = records(readText(file).replace(/^\uFEFF/, ''));
    return rows.map((row) => Object.fromEntries(heading.map((name, i) => [name, row[i]])));
}

function records(text) {
    const found = [];
    let record = [];
    const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
    while (cell.lastIndex < text.length) {
        const match = cell.exec(text);
        if (!match) throw new Error('not a table of comma separated values');
        record.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
        if (match[3] !== ',') {
            found.push(record);
            record = [];
        }
    }
    return found;
}
