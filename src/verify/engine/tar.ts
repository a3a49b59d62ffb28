/** An entry of a tar archive, without its content. */
export interface TarEntry {
  /** Path from the top, without a leading slash. */
  readonly path: string;
  readonly kind: "file" | "folder" | "link";
  /** Permission bits. */
  readonly mode: number;
  /** Bytes of content; 0 but for a file. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
  /** Where a link leads. */
  readonly target?: string;
}

/** Everything in an archive comes in pieces of so many bytes. */
const block = 512;
/** The letters for kinds of entries: ustar's, and of pax the one for records about the next entry. */
const letters = { file: "0", folder: "5", link: "2", records: "x" } as const;
/** Bytes that a header has for a path, and the largest number that its eleven octal digits write. */
const longestPath = 100;
const largest = 0o77777777777;

/**
 * The header of an entry, after POSIX.1-2017, `pax`, "ustar Interchange Format": owned by root, as what a builder
 * copies is. What does not fit into it stands in pax records in front of it. The content follows, and {@link
 * tarPadding}.
 */
export function tarHeader({ path, kind, mode, size, modified, target = "" }: TarEntry): Buffer {
  const name = kind === "folder" ? `${path}/` : path;
  const long = [
    fits(name) ? "" : record("path", name),
    fits(target) ? "" : record("linkpath", target),
    size <= largest ? "" : record("size", String(size)),
  ];
  const records = Buffer.from(long.join(""));
  const own = header({ name, letter: letters[kind], mode, size: size <= largest ? size : 0, modified, target });
  if (records.length === 0) return own;
  const more = { name: "pax", letter: letters.records, size: records.length, target: "" };
  const before = header({ ...more, mode: 0o644, modified });
  return Buffer.concat([before, records, tarPadding(records.length), own]);
}

/** What fills up the last block of a content of so many bytes. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

/** The end of an archive. */
export const tarEnd = Buffer.alloc(2 * block);

function fits(text: string): boolean {
  // What is not ASCII, ustar leaves open.
  return text.length <= longestPath && /^[\x01-\x7f]*$/.test(text);
}

/** A record begins with its length in bytes, in which the digits of the length count. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes;
  while (String(length).length + bytes !== length) length = String(length).length + bytes;
  return `${length}${rest}`;
}

interface Fields {
  readonly name: string;
  readonly letter: string;
  readonly mode: number;
  readonly size: number;
  readonly modified: number;
  readonly target: string;
}

function header({ name, letter, mode, size, modified, target }: Fields): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, digits: number): string => {
    const whole = Math.min(Math.max(0, Math.trunc(value)), 8 ** digits - 1);
    return whole.toString(8).padStart(digits, "0");
  };
  bytes.write(name, 0, longestPath);
  bytes.write(octal(mode & 0o7777, 7), 100);
  bytes.write(octal(0, 7), 108);
  bytes.write(octal(0, 7), 116);
  bytes.write(octal(size, 11), 124);
  bytes.write(octal(modified, 11), 136);
  bytes.write(" ".repeat(8), 148);
  bytes.write(letter, 156);
  bytes.write(target, 157, longestPath);
  bytes.write("ustar\0" + "00", 257);
  let sum = 0;
  for (const byte of bytes) sum += byte;
  bytes.write(`${octal(sum, 6)}\0 `, 148);
  return bytes;
}
