import fc from "fast-check";

/** How a Dockerfile is written, whatever it says. */
export interface Layout {
  /** Upper case, lower case or neither, of keywords. */
  readonly spell: (keyword: string) => string;
  /** What stands between a keyword and its arguments. */
  readonly gap: string;
  /** The character that continues lines. */
  readonly escape: "\\" | "`";
  /**
   * Where long lines are broken, as numbers taken modulo the places there are; what stands there beside the line end.
   */
  readonly breaks: readonly { readonly at: number; readonly more: string }[];
  /** Lines between instructions. */
  readonly between: readonly string[];
  readonly final: string;
}

const upper = (keyword: string): string => keyword;
const spellings: readonly ((keyword: string) => string)[] = [
  upper,
  upper,
  upper,
  (keyword) => keyword.toLowerCase(),
  (keyword) => keyword.charAt(0) + keyword.slice(1).toLowerCase(),
];

/** Any way to write a Dockerfile. */
export const layout: fc.Arbitrary<Layout> = fc.record({
  spell: fc.constantFrom(...spellings),
  gap: fc.constantFrom(" ", " ", " ", "  ", "\t", " \t"),
  escape: fc.constantFrom("\\", "\\", "\\", "`"),
  breaks: fc.array(
    fc.record({ at: fc.nat(40), more: fc.constantFrom("", "", " ", "\t", "\n", "\n# a comment\n", "\n  # é\n\n") }),
    { maxLength: 2 },
  ),
  between: fc.array(
    fc.constantFrom("", "# a comment", "  # indented", "\t", "# é 日 😀", "LABEL a=b", "# CMD app", "EXPOSE 80"),
    { maxLength: 3 },
  ),
  final: fc.constantFrom("\n", "\n", "", "\n\n", "\n# end"),
});

/**
 * Breaks a line at blanks, with comment and blank lines between. What the builder joins is the text as it was: the
 * escape goes, and the blank after it stays.
 */
export function broken(line: string, { escape, breaks }: Layout): string {
  const places = [...line.matchAll(/(?<=\S) (?=[^\s#])/g)]
    .map((match) => match.index)
    .filter((at) => line.charAt(at - 1) !== escape && !line.slice(0, at).includes("\n"));
  const chosen = new Map(
    breaks.flatMap(({ at, more }) => (places.length === 0 ? [] : [[places[at % places.length] ?? 0, more] as const])),
  );
  let text = "";
  let from = 0;
  for (const at of [...chosen.keys()].sort((a, b) => a - b)) {
    const more = chosen.get(at) ?? "";
    text += `${line.slice(from, at)}${escape}${more.startsWith("\n") ? more : `${more}\n`}`;
    from = at;
  }
  return text + line.slice(from);
}

/** An array in exec form, with more or less air in it. */
export const array = (words: readonly string[], air: number): string =>
  `[${air === 3 ? " " : ""}` +
  `${words.map((word) => JSON.stringify(word)).join(air === 1 ? "," : air === 2 ? " , " : ", ")}` +
  `${air === 3 ? " " : ""}]`;

/**
 * Puts a Dockerfile together: lines of instructions, each `KEYWORD arguments`; those with a heredoc stand as they are.
 */
export function written(lines: readonly string[], style: Layout): string {
  const { spell, gap, escape, between, final } = style;
  const out: string[] = escape === "`" ? ["# escape=`"] : [];
  for (const [index, line] of lines.entries()) {
    const more = between[index % 4];
    if (more !== undefined && index > 0) out.push(more);
    const [, keyword = "", rest = ""] = /^([A-Z]+) ([^]*)$/.exec(line) ?? [];
    out.push(rest.includes("<<") || rest.includes("\n") ? line : spell(keyword) + gap + broken(rest, style));
  }
  return out.join("\n") + final;
}
