/* Marks for points, drawn on a canvas: a layer has its own form, so that colour is not all that tells
 * them apart. */

const SIZE = 22;
const SCALE = 2;

const FORMS = {
    disc: (c) => c.arc(11, 11, 7, 0, 2 * Math.PI),
    square: (c) => c.rect(4.5, 4.5, 13, 13),
    diamond: (c) =>
        polygon(c, [
            [11, 2.5],
            [19.5, 11],
            [11, 19.5],
            [2.5, 11],
        ]),
    triangle: (c) =>
        polygon(c, [
            [11, 2.5],
            [19.5, 18],
            [2.5, 18],
        ]),
    cross: (c) =>
        polygon(c, [
            [8, 3],
            [14, 3],
            [14, 8],
            [19, 8],
            [19, 14],
            [14, 14],
            [14, 19],
            [8, 19],
            [8, 14],
            [3, 14],
            [3, 8],
            [8, 8],
        ]),
    star: (c) =>
        polygon(
            c,
            Array.from({ length: 10 }, (_, i) => {
                const [angle, radius] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 ? 4 : 9.5];
                return [11 + radius * Math.cos(angle), 11.5 + radius * Math.sin(angle)];
            }),
        ),
};
const BY_LAYER = {
    pilots: 'disc',
    venues: 'square',
    choices: 'triangle',
    holes: 'diamond',
    critical_sites: 'cross',
    measurements: 'diamond',
};

function polygon(context, points) {
    points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
}

export const formOf = (layer) => BY_LAYER[layer.name] ?? 'star';

function paint(context, form, colour) {
    context.lineJoin = 'round';
    context.beginPath();
    FORMS[form](context);
    context.lineWidth = 3.4;
    context.strokeStyle = '#ffffff';
    context.stroke();
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = 'rgba(20, 30, 40, 0.75)';
    context.stroke();
}

/** Add the mark to the map if it is not there; returns its name. */
export function mark(map, form, colour) {
    const name = `mark-${form}-${colour}`;
    if (!map.hasImage(name)) {
        const canvas = markCanvas(form, colour);
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        map.addImage(name, pixels, { pixelRatio: SCALE });
    }
    return name;
}

/** The mark on a canvas of its own, for legends. */
export function markCanvas(form, colour) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIZE * SCALE;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.scale(SCALE, SCALE);
    paint(context, form, colour);
    return canvas;
}

/** Hatching for what is not known. */
export function hatch(map) {
    const size = 12;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    drawHatch(context, size);
    map.addImage('hatch', context.getImageData(0, 0, size, size), { pixelRatio: 2 });
}

export function drawHatch(context, size) {
    context.fillStyle = '#e4e4e4';
    context.fillRect(0, 0, size, size);
    context.strokeStyle = '#8f8f8f';
    context.lineWidth = size / 8;
    context.beginPath();
    for (const shift of [-size, 0, size]) {
        context.moveTo(shift - 1, size + 1);
        context.lineTo(shift + size + 1, -1);
    }
    context.stroke();
}
