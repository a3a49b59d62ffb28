import { readFileSync, writeFileSync } from "node:fs";
import { rules } from "../dist/rules/index.js";
import { isFixable } from "../dist/src/cli/pages.js";

// Writes the table of rules into README.md; with --check only says whether it is up to date.
const home = new URL("../", import.meta.url);
const readme = new URL("README.md", home);
const start = "<!-- rules: written by `npm run generate` -->\n";
const end = "<!-- end of rules -->\n";

const rows = rules.map(({ id, summary }) => `| [\`${id}\`](rules/${id}/README.md) | ${summary} | ${isFixable(id, home) ? "yes" : ""} |\n`);
const table = `\n| rule | says | fixes |\n|---|---|---|\n${rows.join("")}\n`;

const before = readFileSync(readme, "utf8");
const [from, to] = [before.indexOf(start), before.indexOf(end)];
if (from < 0 || to < from) throw new Error("README.md has lost the marks around its table of rules");
const after = before.slice(0, from + start.length) + table + before.slice(to);

if (before !== after && process.argv.includes("--check")) {
  console.error("README.md: the table of rules is out of date; run npm run generate");
  process.exitCode = 1;
} else if (before !== after) {
  writeFileSync(readme, after);
}
