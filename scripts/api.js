import { readFileSync } from "node:fs";

const entries = ["index", "browser"].map((name) => new URL(`../dist/src/${name}.d.ts`, import.meta.url));

/** The library's page, made of the declarations that its users' TypeScript reads. */
export function apiPage() {
  const { own, others, introduction } = readEntries();
  const all = [...own, ...others].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const functions = all.filter(({ kind }) => kind === "function");
  const values = all.filter(({ kind }) => kind === "const");
  const types = all.filter(({ kind }) => !["function", "const"].includes(kind));
  return `# The library

Generated from the types of the package by \`npm run generate\`. \`import\` works, and \`require\` too: Node has it \
for ES modules from version 20.19 on.

${introduction}

In a browser, and wherever there is no disk, \`pid1lint/browser\` is the same library without \`diskTree\`. It is \
one ES module that imports nothing and asks nothing of Node, for a
bundler or for a page as it stands; the findings and fixes are those of Node.

\`\`\`js
import { fix, lint, memoryTree, trace } from "pid1lint/browser";
\`\`\`

Paths in a tree of files are absolute, with forward slashes. Nothing is written: what \`fix\` changes is in the \
report. A type that is named here and not described is no part of
what stays the same between versions.

## Functions

${functions.map(section).join("\n")}
## Values

${values.map(section).join("\n")}
## Types

${types.map(section).join("\n")}`;
}

function section({ name, doc, code }) {
  return `### ${name}\n\n${doc}\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
}

/** What the entries declare, and what they hand on from other files. */
function readEntries() {
  const own = [];
  const others = [];
  for (const entry of entries) {
    const text = readFileSync(entry, "utf8");
    own.push(...declarations(text));
    for (const [, names, from] of text.matchAll(/^export (?:type )?\{ ([^}]*) \} from "([^"]+)";$/gm)) {
      const declared = declarations(readFileSync(new URL(from.replace(/\.ts$/, ".d.ts"), entry), "utf8"));
      for (const name of names.split(", ")) {
        const declaration = declared.find((each) => each.name === name);
        if (!declaration)
          throw new Error(`${from} hands on ${name} from somewhere else: export it from where it is declared`);
        others.push(declaration);
      }
    }
  }
  const source = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8");
  return { own, others, introduction: plain(/^\/\*\*\n([^]*?)\n \* @packageDocumentation/.exec(source)?.[1] ?? "") };
}

/**
 * The declarations of a file that the compiler wrote: each starts at the first column, below its comment, and ends
 * with the line before the next one.
 */
function declarations(text) {
  const found = [];
  const comment = String.raw`\/\*\*((?:(?!\*\/)[^])*)\*\/\n`;
  const head = String.raw`export (?:declare )?(function|const|interface|type|class) (\w+)`;
  const next = String.raw`\n(?:${comment})?(?:export|import|declare)\b|(?![^])`;
  const declaration = new RegExp(`^${comment}(${head}[^]*?)(?=${next})`, "gm");
  for (const [, doc, code, kind, name] of text.matchAll(declaration)) {
    const own = code
      .trimEnd()
      .replace(/^export (?:declare )?/, "")
      .replace("    #private;\n", "");
    found.push({ name, kind, doc: plain(doc), code: own.replaceAll(/ {4}/g, "  ") });
  }
  return found;
}

/** A comment's text without its stars, links as names. */
function plain(comment) {
  return comment
    .replaceAll(/^ \* ?/gm, "")
    .replaceAll(/\{@link (\w+)\}/g, "`$1`")
    .trim();
}
