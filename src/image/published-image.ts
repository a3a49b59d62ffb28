import { findBaseImage } from "../known/images/images.ts";
import type { Instruction } from "../parse/dockerfile/syntax.ts";
import type { Known } from "../text/diagnostic.ts";
import type { MappedText, Source } from "../text/source.ts";
import type { Image, Stage } from "./built-image.ts";
import { describedBase } from "./described-bases.ts";
import type { Bases } from "./described-bases.ts";
import { imageOf } from "./image.ts";

/** The name of a published image, where a file names one. */
export interface PublishedName {
  /** What wrote it. */
  readonly text: MappedText;
  /** What it stands for: "postgres:16". */
  readonly ref: Known<string>;
}

/**
 * An image that is known by its name alone: what one FROM would build, with nothing after it. `source` is the file that
 * names it.
 */
export function publishedImage(source: Source, { text, ref }: PublishedName, bases: Bases = new Map()): Image {
  const from: Instruction = {
    keyword: "FROM",
    keywordAt: text.locate(),
    at: text.locate(),
    flags: [],
    body: text,
    form: { kind: "shell", text },
    heredocs: [],
    trigger: undefined,
  };
  const row = ref === "unknown" ? undefined : (describedBase(bases, ref) ?? findBaseImage(ref));
  const stage: Stage = { index: 0, name: undefined, from, base: { kind: "image", ref, row }, instructions: [] };
  const dockerfile = {
    source,
    escape: "\\",
    instructions: [],
    comments: [],
    skippedChecks: [],
    problems: [],
    unfixable: undefined,
    buildArgs: new Map<string, Known<string>>(),
  } as const;
  return imageOf(dockerfile, stage);
}
