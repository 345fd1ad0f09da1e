/* Read the block of data out of the page: base64, gzip, JSON. */

function bytesOf(base64) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
}

/** The document in the element `evenreach-data`; null where the page holds none. */
export async function unpack() {
    const element = document.getElementById('evenreach-data');
    if (!element) return null;
    const bytes = bytesOf(element.textContent.trim());
    element.remove();
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).json();
}
