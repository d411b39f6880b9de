// @ts-check
// What was packed when the book was built: bytes as text.

/** @param {string} text base64 of raw deflate @returns {Promise<ArrayBuffer>} */
export async function inflate(text) {
  const packed = atob(text),
    bytes = new Uint8Array(packed.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = packed.charCodeAt(k); // Uint8Array.from would take 40 ms
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
