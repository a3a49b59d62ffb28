import { visible } from "../terminal.ts";

// As references they are text wherever they stand: no mark of Markdown or HTML, no cell's end, no formula.
const marks = /[&<>"'`*_[\]\\|~$#]/g;

/**
 * A text as Markdown for one line, or a cell of a table: what stands between backticks becomes code, everything else
 * is text alone, also what GitHub and GitLab would take for a link, for somebody's name or for the number of an issue.
 */
export function prose(text: string): string {
  const pieces = visible(text).split("`");
  if (pieces.length % 2 === 0) return plain(pieces.join("`"));
  return pieces.map((piece, index) => (index % 2 === 0 ? plain(piece) : tagged(piece))).join("");
}

/** A text as code within a line. As a tag, since a code span in a table cannot hold every text. */
export function code(text: string): string {
  return tagged(visible(text));
}

function tagged(text: string): string {
  return text === "" ? "" : `<code>${referenced(text)}</code>`;
}

/** Lines as a block of code in a language. */
export function block(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/**
 * With a character of no width after what makes a mention or a number; nobody sees it, and no platform reads over it.
 */
function plain(text: string): string {
  return referenced(text)
    .replaceAll("@", "&#64;&#8203;")
    .replaceAll(/&#35;(?=\d)/g, "&#35;&#8203;");
}

function referenced(text: string): string {
  return text
    .replaceAll(marks, (mark) => `&#${mark.charCodeAt(0)};`)
    .replaceAll("://", "&#58;//")
    .replaceAll(/\bwww\./gi, (word) => `${word.slice(0, -1)}&#46;`);
}
