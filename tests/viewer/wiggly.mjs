// A made study whose borders wind so much that its towns have about a million coordinates.
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [WEST, SOUTH] = [120, 22];
const STEP = 0.1; // degrees between the corners of towns
const ROWS = 20;
const COLUMNS = 20;
const BLOCK = 5; // towns a side in a county
const WIND = 0.25; // of the length of a piece of border, to either side of its middle

/** Numbers from 0 to 1, the same in every run. */
function numbers(seed) {
    let state = seed >>> 0;
    return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
}

/** Positions of a border between two corners, with `points` pieces (a power of two): the middle of
 *  every piece is moved aside, and so on with its halves. */
function border(from, to, points, random) {
    const line = new Array(points + 1);
    line[0] = from;
    line[points] = to;
    for (let span = points; span > 1; span /= 2) {
        for (let i = 0; i < points; i += span) {
            const [a, b] = [line[i], line[i + span]];
            const aside = WIND * (random() - 0.5);
            line[i + span / 2] = [(a[0] + b[0]) / 2 - aside * (b[1] - a[1]), (a[1] + b[1]) / 2 + aside * (b[0] - a[0])];
        }
    }
    return line.map((position) => position.map((x) => Math.round(x * 1e7) / 1e7));
}

/** Every border of the grid once: `across[y][x]` runs east, `up[y][x]` north. */
function grid(points) {
    const random = numbers(7);
    const corner = (x, y) => [WEST + STEP * x, SOUTH + STEP * y];
    const fill = (rows, columns, make) => Array.from({ length: rows }, (_, y) => Array.from({ length: columns }, (_, x) => make(x, y)));
    return {
        across: fill(ROWS + 1, COLUMNS, (x, y) => border(corner(x, y), corner(x + 1, y), points, random)),
        up: fill(ROWS, COLUMNS + 1, (x, y) => border(corner(x, y), corner(x, y + 1), points, random)),
    };
}

/** The ring around towns from column x0 and row y0 on, `size` a side, counter-clockwise. */
function ring({ across, up }, x0, y0, size) {
    const along = Array.from({ length: size }, (_, i) => i);
    const pieces = [
        ...along.map((i) => across[y0][x0 + i]),
        ...along.map((i) => up[y0 + i][x0 + size]),
        ...along.map((i) => [...across[y0 + size][x0 + size - 1 - i]].reverse()),
        ...along.map((i) => [...up[y0 + size - 1 - i][x0]].reverse()),
    ];
    return [...pieces.flatMap((piece) => piece.slice(0, -1)), pieces[0][0]];
}

const countyOf = (x, y) => `c${Math.floor(x / BLOCK)}${Math.floor(y / BLOCK)}`;
export const townCode = (x, y) => `t${String(x).padStart(2, '0')}${String(y).padStart(2, '0')}`;
/** About the middle of a town. */
export const townPlace = (x, y) => [WEST + STEP * (x + 0.5), SOUTH + STEP * (y + 0.5)];
export const middleTown = [COLUMNS / 2, ROWS / 2];

function writeLayer(path, features) {
    const file = openSync(path, 'w');
    writeSync(file, '{"type":"FeatureCollection","features":[\n');
    features.forEach(({ properties, coordinates }, i) => writeSync(file, `${i ? ',\n' : ''}${JSON.stringify({
        type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [coordinates] } })}`));
    writeSync(file, '\n]}\n');
    closeSync(file);
}

/** Write the study into a folder; the path of its file. `points` of each of the 840 borders: a power
 *  of two. */
export function writeStudy(folder, points) {
    const borders = grid(points);
    const towns = [];
    const counties = [];
    for (let y = 0; y < ROWS; y++) {
        for (let x = 0; x < COLUMNS; x++) {
            const code = townCode(x, y);
            towns.push({ properties: { code, parent: countyOf(x, y), name: `村 ${code}`, name_en: `Town ${code}` }, coordinates: ring(borders, x, y, 1) });
            if (x % BLOCK === 0 && y % BLOCK === 0) {
                const county = countyOf(x, y);
                counties.push({ properties: { code: county, name: `縣 ${county}`, name_en: `County ${county}` }, coordinates: ring(borders, x, y, BLOCK) });
            }
        }
    }
    writeLayer(join(folder, 'towns.geojson'), towns);
    writeLayer(join(folder, 'counties.geojson'), counties);
    const table = (name, head, line) => writeFileSync(join(folder, name),
        `${head}\n${towns.map(({ properties }, i) => line(properties.code, i)).join('\n')}\n`);
    table('population.csv', 'code,persons', (code, i) => `${code},${1000 + (i * 7919) % 9000}`);
    table('stations.csv', 'code,operator,lon,lat', (code, i) =>
        `s${i},${i % 3 ? 'One' : 'Two'},${townPlace(i % COLUMNS, Math.floor(i / COLUMNS)).map((at) => at.toFixed(6)).join(',')}`);
    writeFileSync(join(folder, 'study.yaml'), `title: {en: Borders that wind}
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: "EPSG:4326"}
coverage: {model: disc, default_radius_m: 2000}
`);
    return join(folder, 'study.yaml');
}
