const columns = 104;
const advance = 8.4;
const lineHeight = 19;
const margin = 18;
const bar = 34;

/** Colours by SGR code, each at least 4.5 to 1 on the background. */
const colours = { 31: "#ff8a80", 32: "#8bd49c", 33: "#f0c674", 36: "#7fd3e0" };
const background = "#1e2430";
const plain = "#d8dee9";
const fonts = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const faint = "#9aa5b8";

/**
 * A terminal's text, colours and all, as an SVG picture. It brings its own background, so that it can be read on
 * light and dark pages; lines that are too long for the window go on in the next one, broken at a space.
 */
export function picture(text) {
  const lines = text
    .trimEnd()
    .split("\n")
    .flatMap((line) => wrapped(cells(line)));
  const width = Math.round(columns * advance + 2 * margin);
  const height = bar + lines.length * lineHeight + margin;
  const spoken = lines
    .map((line) =>
      line
        .map(({ char }) => char)
        .join("")
        .trimEnd(),
    )
    .join("\n");
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const buttons = ["#ff5f57", "#febc2e", "#28c840"].map(
    (fill, index) => `<circle cx="${margin + 4 + index * 20}" cy="17" r="6" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="title">
<title id="title">${escaped(spoken)}</title>
<rect width="${width}" height="${height}" rx="8" fill="${background}"/>
<g>${buttons.join("")}</g>
<g font-family="${fonts}" font-size="14" fill="${plain}" xml:space="preserve">
${lines.map(row).join("")}</g>
</svg>
`;
}

function row(line, index) {
  const y = bar + (index + 1) * lineHeight - 5;
  return spans(line)
    .map(
      ({ at, text, style }) =>
        `<text x="${round(margin + at * advance)}" y="${y}" textLength="${round(text.length * advance)}" ` +
        `lengthAdjust="spacingAndGlyphs"${style}>${escaped(text)}</text>\n`,
    )
    .join("");
}

/**
 * Runs of one style, and no run of spaces: a renderer may not keep them. Each stands at its own column, whatever the
 * font.
 */
function spans(line) {
  const found = [];
  for (const [at, { char, style }] of line.entries()) {
    const last = found.at(-1);
    const gap = char === " " && (line[at + 1]?.char ?? " ") === " ";
    if (gap || (char === " " && (!last || last.at + last.text.length < at))) continue;
    if (last && last.style === style && last.at + last.text.length === at) last.text += char;
    else found.push({ at, text: char, style });
  }
  return found;
}

/** The characters of a line with their style, from the escape sequences that `src/report/terminal.ts` writes. */
function cells(line) {
  const found = [];
  let style = "";
  for (const [, codes, char] of line.matchAll(/\u001b\[([\d;]*)m|([^])/gu)) {
    if (char !== undefined) found.push({ char, style });
    else style = styleOf(codes.split(";").map(Number));
  }
  return found;
}

function styleOf(codes) {
  let style = "";
  for (const code of codes) {
    if (code === 1) style += ' font-weight="bold"';
    else if (code === 2) style += ` fill="${faint}"`;
    else if (colours[code] !== undefined) style += ` fill="${colours[code]}"`;
    else if (code !== 0) throw new Error(`the picture knows no escape sequence ${code}`);
  }
  return style;
}

function wrapped(line) {
  if (line.length <= columns) return [line];
  const space = line.slice(0, columns + 1).findLastIndex(({ char }) => char === " ");
  const end = space > columns / 2 ? space : columns;
  return [line.slice(0, end), ...wrapped(line.slice(end).filter(({ char }, index) => index > 0 || char !== " "))];
}

const round = (value) => Math.round(value * 10) / 10;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
