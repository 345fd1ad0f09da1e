/* Making elements. Text is always set as text and attributes as attributes: nothing from the data is
 * ever read as markup. */

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        else element.setAttribute(name, value === true ? '' : String(value));
    }
    append(element, children);
    return element;
}

function append(element, children) {
    for (const child of children) {
        if (Array.isArray(child)) append(element, child);
        else if (child instanceof Node) element.appendChild(child);
        else if (child !== null && child !== undefined && child !== false)
            element.appendChild(document.createTextNode(String(child)));
    }
}

/** An HTML element; attributes whose name begins with "on" are listeners; empty children are left
 *  out. */
export function h(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, as `h`. */
export function svg(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Put `children` in place of what an element holds. */
export function renew(element, ...children) {
    element.textContent = '';
    append(element, children);
    return element;
}

/** A name from the data: set apart from its surroundings so that its direction of writing cannot
 *  turn them round. */
export function name(text, attributes) {
    return h('bdi', attributes, text);
}

/** Call `work` at most once a frame, with the newest arguments. */
export function eachFrame(work) {
    let waiting = null;
    return (...args) => {
        if (!waiting)
            requestAnimationFrame(() => {
                const newest = waiting;
                waiting = null;
                work(...newest);
            });
        waiting = args;
    };
}
