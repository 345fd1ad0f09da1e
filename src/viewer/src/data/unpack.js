/* Read the block of data out of the page, in a worker, so that the page answers meanwhile. */
import DataWorker from './worker.js?worker&inline';

/** Ask a worker: `ask(call, ...args)` is a promise of its answer. */
function asking(worker) {
    const waiting = new Map();
    let last = 0;
    worker.onmessage = ({ data: { id, result, error } }) => {
        const { resolve, reject } = waiting.get(id);
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(error));
    };
    worker.onerror = (event) => {
        for (const { reject } of waiting.values()) reject(new Error(event.message));
        waiting.clear();
    };
    return (call, ...args) =>
        new Promise((resolve, reject) => {
            waiting.set(++last, { resolve, reject });
            worker.postMessage({ id: last, call, args });
        });
}

/** The document in the element `evenreach-data`, where its rows lie, and how to ask for their shapes:
 *  {document, places, ask}; null where the page holds none. */
export async function unpack() {
    const element = document.getElementById('evenreach-data');
    if (!element) return null;
    const ask = asking(new DataWorker());
    const opened = ask('open', element.textContent.trim());
    element.remove();
    return { ...(await opened), ask };
}
