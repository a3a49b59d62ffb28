/** A half-open range of UTF-16 offsets, 0-based. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a file; `path` is absolute in its {@link FileTree}, with forward slashes. */
export interface Location extends Span {
  readonly path: string;
}

/** A place as people count it: line and column from 1, offset from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** The text of one file and its lines: the one place where offsets become line and column. */
export class Source {
  readonly path: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  /** Offsets at which lines start. A line ends after LF; a CR before it belongs to the line's end. */
  get lineStarts(): readonly number[] {
    if (!this.#lineStarts) {
      this.#lineStarts = [0];
      for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1))
        this.#lineStarts.push(at + 1);
    }
    return this.#lineStarts;
  }

  /** Line and column of an offset; offsets past the end count as the end. */
  position(offset: number): Position {
    const starts = this.lineStarts;
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1, offset: at };
  }

  /** A line's text without its line ending; `line` counts from 1. */
  line(line: number): string {
    const start = this.lineStarts[line - 1];
    if (start === undefined) return "";
    const end = this.lineStarts[line] ?? this.text.length + 1;
    return this.text.slice(start, end - 1).replace(/\r$/, "");
  }

  /** The location of a span of this file. */
  at(start: number, end: number): Location {
    return { path: this.path, start, end };
  }

  /** As {@link at}, with the characters whole that the span would cut in two: parsers count UTF-16 units. */
  around(start: number, end: number): Location {
    const cuts = (index: number): boolean => (this.text.codePointAt(index - 1) ?? 0) > 0xffff;
    return this.at(cuts(start) ? start - 1 : start, cuts(end) ? end + 1 : end);
  }
}

/** Where each UTF-16 unit of a text starts in its file, and where what wrote it ends: as many places as units. */
interface UnitPlaces {
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/**
 * Text that was taken out of a file with pieces left out or decoded (continuations joined, escapes resolved),
 * each UTF-16 unit still knowing the offset it came from. Spans of it map back to the file exactly.
 */
export class MappedText {
  readonly path: string;
  readonly text: string;
  /** Undefined for text that stands in the file as it is. */
  readonly #starts: ArrayLike<number> | undefined;
  readonly #ends: ArrayLike<number> | undefined;
  /** Where the text would stand in the file if it is empty. */
  readonly #origin: number;

  /** `origin` is where the text would stand if it is empty. */
  constructor(path: string, text: string, places: UnitPlaces | undefined, origin: number) {
    if (places && (places.starts.length !== text.length || places.ends.length !== text.length))
      throw new Error("MappedText: one offset for each unit");
    this.path = path;
    this.text = text;
    this.#starts = places?.starts;
    this.#ends = places?.ends;
    this.#origin = origin;
  }

  /** The span `[start, end)` of a file's text, unchanged. */
  static of(source: Source, start = 0, end: number = source.text.length): MappedText {
    const text = source.text.slice(start, end);
    return MappedText.identity(source.path, text, start);
  }

  static identity(path: string, text: string, start: number): MappedText {
    return new MappedText(path, text, undefined, start);
  }

  /** A text of which every unit was written by the whole of a span. */
  static writtenBy({ path, start, end }: Location, text: string): MappedText {
    const whole = (offset: number): readonly number[] => Array.from({ length: text.length }, () => offset);
    return new MappedText(path, text, { starts: whole(start), ends: whole(end) }, start);
  }

  /** Joins pieces of one file in their order. */
  static join(path: string, pieces: readonly MappedText[], origin: number): MappedText {
    const first = pieces[0];
    if (pieces.length === 1 && first) return first;
    const length = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    const starts = new Int32Array(length);
    const ends = new Int32Array(length);
    let to = 0;
    for (const piece of pieces) {
      for (let i = 0; i < piece.text.length; i++, to++) {
        starts[to] = piece.startOf(i);
        ends[to] = piece.endOf(i + 1);
      }
    }
    return new MappedText(
      path,
      pieces.map((piece) => piece.text).join(""),
      { starts, ends },
      first ? first.startOf(0) : origin,
    );
  }

  /** File offset of a position in this text, for something that starts there. */
  startOf(index: number): number {
    if (!this.#starts) return this.#origin + Math.min(index, this.text.length);
    if (index < this.text.length) return this.#starts[index] ?? this.#origin;
    return this.text.length > 0 ? (this.#ends?.[this.text.length - 1] ?? this.#origin) : this.#origin;
  }

  /** File offset of a position in this text, for something that ends there. */
  endOf(index: number): number {
    if (!this.#ends) return this.#origin + Math.min(index, this.text.length);
    return index > 0 ? (this.#ends[index - 1] ?? this.#origin) : this.startOf(0);
  }

  /** Where a span of this text stands in the file: the shortest file span that covers it. */
  locate(start = 0, end: number = this.text.length): Location {
    if (start >= end) return { path: this.path, start: this.startOf(start), end: this.startOf(start) };
    return { path: this.path, start: this.startOf(start), end: this.endOf(end) };
  }

  /** The text with all matches of a pattern left out. */
  without(pattern: RegExp): MappedText {
    const pieces: MappedText[] = [];
    let at = 0;
    for (const match of this.text.matchAll(pattern)) {
      pieces.push(this.slice(at, match.index));
      at = match.index + match[0].length;
    }
    return at === 0 ? this : MappedText.join(this.path, [...pieces, this.slice(at)], this.#origin);
  }

  slice(start: number, end: number = this.text.length): MappedText {
    const text = this.text.slice(start, end);
    if (!this.#starts) return MappedText.identity(this.path, text, this.startOf(start));
    if (
      this.#starts instanceof Int32Array &&
      this.#ends instanceof Int32Array &&
      start >= 0 &&
      start <= end &&
      end <= this.text.length
    ) {
      return new MappedText(
        this.path,
        text,
        { starts: this.#starts.subarray(start, end), ends: this.#ends.subarray(start, end) },
        this.startOf(start),
      );
    }
    const starts = new Int32Array(text.length);
    const ends = new Int32Array(text.length);
    for (let i = 0; i < text.length; i++) {
      starts[i] = this.startOf(start + i);
      ends[i] = this.endOf(start + i + 1);
    }
    return new MappedText(this.path, text, { starts, ends }, this.startOf(start));
  }
}
