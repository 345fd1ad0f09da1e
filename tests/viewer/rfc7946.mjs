// RFC 7946 by its own words, apart from the program's `export --check`. Each finding is a line with
// the section it breaks; no finding: the document keeps to it.

const depths = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
const decimals = 7; // what evenreach says of its coordinates: more would pretend to millimetres

export function findings(collection) {
    const found = [];
    if (collection.type !== 'FeatureCollection') return ['3.3: the document is no FeatureCollection'];
    for (const member of ['coordinates', 'geometries', 'geometry', 'properties']) {
        if (member in collection) found.push(`7.1: the collection has a member "${member}"`);
    }
    if ('crs' in collection) found.push('4: the collection has a member "crs"');
    if (!Array.isArray(collection.features)) return [...found, '3.3: "features" is no array'];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    collection.features.forEach((feature, i) => checkFeature(feature, (line) => found.push(`feature ${i}: ${line}`), box));
    const empty = box[0] > box[2];
    if (empty ? 'bbox' in collection : !sameBox(collection.bbox, box)) {
        found.push(`5: bbox ${collection.bbox} is not the extent ${box}`);
    }
    return found;
}

function sameBox(given, box) {
    return Array.isArray(given) && given.length === 4 && given.every((x, i) => Math.abs(x - box[i]) < 1e-9);
}

function checkFeature(feature, report, box) {
    if (feature === null || feature.type !== 'Feature') return report('3.2: no Feature');
    if (typeof feature.properties !== 'object') report('3.2: no "properties"');
    for (const member of ['coordinates', 'geometries', 'features']) {
        if (member in feature) report(`7.1: a member "${member}"`);
    }
    if ('id' in feature && !['string', 'number'].includes(typeof feature.id)) report('3.2: "id" is neither text nor number');
    if (feature.geometry === undefined) return report('3.2: no "geometry"');
    if (feature.geometry !== null) checkGeometry(feature.geometry, report, box);
}

function checkGeometry(geometry, report, box) {
    if (geometry.type === 'GeometryCollection') {
        for (const part of geometry.geometries) checkGeometry(part, report, box);
        return;
    }
    const depth = depths[geometry.type];
    if (depth === undefined) return report(`3.1: a geometry of type ${geometry.type}`);
    if (!nested(geometry.coordinates, depth, report, box)) return;
    const { type, coordinates } = geometry;
    if (type === 'LineString') checkLine(coordinates, report);
    if (type === 'MultiLineString') coordinates.forEach((line) => checkLine(line, report));
    if (type === 'Polygon') checkPolygon(coordinates, report);
    if (type === 'MultiPolygon') coordinates.forEach((polygon) => checkPolygon(polygon, report));
}

function nested(value, depth, report, box) {
    if (!Array.isArray(value)) {
        report('3.1.1: coordinates are not nested as the type says');
        return false;
    }
    if (depth > 0) return value.map((part) => nested(part, depth - 1, report, box)).every(Boolean);
    const [x, y] = value;
    if (value.length < 2 || value.length > 3 || !value.every(Number.isFinite)) {
        report(`3.1.1: ${JSON.stringify(value)} is no position`);
        return false;
    }
    if (Math.abs(x) > 180 || Math.abs(y) > 90) report(`4: ${x}, ${y} is not a longitude and a latitude`);
    if (Number(x.toFixed(decimals)) !== x || Number(y.toFixed(decimals)) !== y) {
        report(`11.2: ${x}, ${y} has more than ${decimals} decimals`);
    }
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
    return true;
}

function checkLine(line, report) {
    if (line.length < 2) report('3.1.4: a line of fewer than two positions');
}

function checkPolygon(rings, report) {
    if (rings.length === 0) return report('3.1.6: a polygon without a ring');
    rings.forEach((ring, i) => {
        const first = ring[0];
        const last = ring[ring.length - 1];
        if (ring.length < 4) return report('3.1.6: a ring of fewer than four positions');
        if (first[0] !== last[0] || first[1] !== last[1]) report('3.1.6: a ring that is not closed');
        const area = signedArea(ring);
        if (area === 0) report('3.1.6: a ring without an area');
        if (area > 0 !== (i === 0)) report(`3.1.6: ring ${i} runs the wrong way round`);
        if (i > 0 && !insideOrTouching(ring, rings[0])) report(`3.1.6: hole ${i} lies outside its polygon`);
    });
}

/** Shoelace formula, about the first corner so that small rings keep their digits; positive:
 *  anticlockwise. */
function signedArea(ring) {
    const [x0, y0] = ring[0];
    let sum = 0;
    for (let i = 1; i + 1 < ring.length; i++) {
        sum += (ring[i][0] - x0) * (ring[i + 1][1] - y0) - (ring[i + 1][0] - x0) * (ring[i][1] - y0);
    }
    return sum / 2;
}

/** At least one corner within, by the even-odd rule; corners may lie on the outer ring. */
function insideOrTouching(hole, outer) {
    const corners = new Set(outer.map(String));
    return hole.some((corner) => contains(outer, corner)) || hole.every((corner) => corners.has(String(corner)));
}

function contains(ring, [x, y]) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i];
        const [xj, yj] = ring[j];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
}
