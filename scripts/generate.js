import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "../dist/rules/index.js";
import { isFixable } from "../dist/src/cli/pages.js";
import { vocabulary } from "../dist/src/cli/vocabulary.js";
import { configSchema } from "../dist/src/config/config.js";
import { bundleAction } from "./bundle.js";
import { knowledgePage } from "./knowledge.js";

// Writes the generated parts of README.md, the generated pages and the action's bundle; with --check only says whether they are up to date.
const home = new URL("../", import.meta.url);
const readme = new URL("README.md", home);

const parts = {
  demo: `\`\`\`console\n$ pid1lint fixtures/demo\n${pid1lint("fixtures/demo", "--fail-on", "never")}\`\`\`\n`,
  patch: `\`\`\`diff\n${pid1lint("fixtures/demo", "--diff", "--fail-on", "never")}\`\`\`\n`,
  rules: `| rule | says | fixes |\n|---|---|---|\n${rules.map(row).join("")}`,
};

const before = readFileSync(readme, "utf8");
let after = before;
for (const [name, text] of Object.entries(parts)) {
  const start = `<!-- ${name}: written by npm run generate -->\n`;
  const end = `<!-- end of ${name} -->\n`;
  const [from, to] = [after.indexOf(start), after.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has lost the marks around "${name}"`);
  after = `${after.slice(0, from + start.length)}\n${text}\n${after.slice(to)}`;
}

const check = process.argv.includes("--check");
const action = await bundleAction();
const files = [
  [readme, after],
  [new URL("docs/knowledge.md", home), knowledgePage()],
  [new URL("pid1lint.schema.json", home), `${JSON.stringify(configSchema(vocabulary), null, 2)}\n`],
  [new URL("action/bundle/index.js", home), action.code],
  [new URL("action/bundle/licenses.txt", home), action.licenses],
];
for (const [file, text] of files) {
  const old = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (old === text) continue;
  if (!check) writeFileSync(file, text);
  else {
    console.error(`${fileURLToPath(file).slice(fileURLToPath(home).length)} is out of date; run npm run generate`);
    process.exitCode = 1;
  }
}

function row({ id, summary }) {
  return `| [\`${id}\`](rules/${id}/README.md) | ${summary.replaceAll("|", "\\|")} | ${isFixable(id, home) ? "yes" : ""} |\n`;
}

function pid1lint(...args) {
  return execFileSync(process.execPath, [fileURLToPath(new URL("dist/bin/pid1lint.js", home)), ...args], { cwd: fileURLToPath(home), encoding: "utf8" });
}
