/**
 * In place of `Buffer.from`, which dockerfile-ast calls to see whether a file begins with a byte order mark: the UTF-8
 * bytes of a text.
 */
export const bytesOf = (text) => new TextEncoder().encode(text);
