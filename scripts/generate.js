import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "../dist/rules/index.js";
import { isFixable } from "../dist/src/cli/commands/rule-pages.js";
import { vocabulary } from "../dist/src/cli/inputs/config-vocabulary.js";
import { everyGrammar } from "../dist/src/parse/source/grammars.js";
import { configSchema } from "../dist/src/settings/configuration.js";
import { apiPage } from "./api.js";
import { bundleAction, bundledPackages } from "./bundle.js";
import { grammarFiles } from "./grammars.js";
import { knowledgePage } from "./knowledge.js";
import { licencesPage } from "./licences.js";
import { messagesPage } from "./messages.js";
import { picture } from "./picture.js";

// Writes the generated parts of README.md, the generated pages and the action's bundle; with --check only says whether
// they are up to date.
const home = new URL("../", import.meta.url);
const demo = "fixtures/demo";

const rulesTable = (folder) =>
  `| rule | says | fixes |\n|---|---|---|\n${rules.map((rule) => row(rule, folder)).join("")}`;

const action = await bundleAction();
const files = {
  "README.md": filledIn("README.md", {
    patch: `\`\`\`diff\n${pid1lint(".", demo, "--diff", "--fail-on", "never")}\`\`\`\n`,
    rules: rulesTable("rules"),
  }),
  "docs/getting-started.md": filledIn("docs/getting-started.md", {
    report: `\`\`\`console\n$ pid1lint ${demo}\n${pid1lint(".", demo, "--fail-on", "never")}\`\`\`\n`,
  }),
  "docs/rules.md": `# The rules

Written by \`npm run generate\`. Each page says what the rule does, why it matters, and when to ignore it; the \
examples on it are tests. \`pid1lint explain RULE\` prints a page.

${rulesTable("../rules")}
Two more names occur: \`parse-error\`, a file that cannot be understood, and \`unused-suppression\`, a comment that \
disables nothing.\n`,
  "docs/api.md": apiPage(),
  "docs/knowledge.md": knowledgePage(),
  "docs/messages.md": messagesPage(),
  "docs/picture.svg": picture(
    `$ pid1lint worker\n${coloured("worker")}\n$ pid1lint --diff worker\n${coloured("worker", "--diff")}`,
  ),
  "THIRD-PARTY-LICENSES.md": licencesPage(await bundledPackages()),
  "pid1lint.schema.json": `${JSON.stringify(configSchema(vocabulary), null, 2)}\n`,
  "action/bundle/index.js": action.code,
  "action/bundle/licenses.txt": action.licenses,
  ...grammarFiles(everyGrammar),
};

const check = process.argv.includes("--check");
for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, home);
  const old = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  if (old.equals(Buffer.from(text))) continue;
  if (!check) writeFileSync(file, text);
  else {
    console.error(`${name} is out of date; run npm run generate`);
    process.exitCode = 1;
  }
}

/** A page by hand with its generated parts renewed. */
function filledIn(name, parts) {
  let text = readFileSync(new URL(name, home), "utf8");
  for (const [part, content] of Object.entries(parts)) {
    const start = `<!-- ${part}: written by npm run generate -->\n`;
    const end = `<!-- end of ${part} -->\n`;
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${name} has lost the marks around "${part}"`);
    text = `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
  }
  return text;
}

function row({ id, summary }, folder) {
  const page = `${folder}/${id}/README.md`;
  return `| [\`${id}\`](${page}) | ${summary.replaceAll("|", "\\|")} | ${isFixable(id, home) ? "yes" : ""} |\n`;
}

function coloured(...args) {
  return pid1lint(demo, ...args, "--color", "always", "--fail-on", "never");
}

/** What a real run in a folder of this repository prints. */
function pid1lint(folder, ...args) {
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };
  return execFileSync(process.execPath, [fileURLToPath(new URL("dist/bin/pid1lint.js", home)), ...args], {
    cwd: fileURLToPath(new URL(folder, home)),
    env,
    encoding: "utf8",
  });
}
