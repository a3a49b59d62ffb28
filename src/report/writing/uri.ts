/**
 * A path as a URI writes it: `a b/%.sh` is `a%20b/%25.sh`. Half of a surrogate pair, which no file's name holds, has no
 * code there.
 */
export function encodedPath(path: string): string {
  return path
    .replaceAll(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
