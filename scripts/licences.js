import { existsSync, readFileSync, readdirSync } from "node:fs";

const home = new URL("../", import.meta.url);

/**
 * The page of licences: every package that an installation brings, and the whole licence of each that is part of the
 * files in dist/bin or dist/browser, as it asks for. The packages are those of package-lock.json, so that the page is
 * the same on every machine.
 *
 * @param {ReadonlySet<string>} bundled paths of packages
 */
export function licencesPage(bundled) {
  const { packages } = JSON.parse(readFileSync(new URL("package-lock.json", home), "utf8"));
  const found = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    const part = bundled.has(path);
    if (path === "" || (!part && (entry.dev || entry.devOptional))) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (entry.license === undefined) throw new Error(`${path} names no licence in package-lock.json`);
    const title = `${name} ${entry.version}`;
    found.set(title, {
      name,
      version: entry.version,
      licence: entry.license,
      path: part ? path : found.get(title)?.path,
    });
  }
  const rows = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return `# Licences of other people's work in pid1lint

pid1lint itself is under the [MIT licence](LICENSE). An installation brings the packages of this table along; parts \
of some are in the files of \`dist/bin\` and \`dist/browser\`,
and their licences follow in full. Written by \`npm run generate\`.

| package | version | licence | in our files |
|---|---|---|---|
${rows
  .map(([, { name, version, licence, path }]) => [name, version, licence, path === undefined ? "" : "yes"])
  .map((cells) => `| ${cells.join(" | ")} |\n`)
  .join("")}
${rows
  .filter(([, { path }]) => path !== undefined)
  .map(([title, { path }]) => `## ${title}\n\n\`\`\`text\n${licenceText(path)}\n\`\`\`\n`)
  .join("\n")}`;
}

/** The files in which a package, by its path, tells of its licence. */
export function licenceText(path) {
  const folder = new URL(`${path}/`, home);
  if (!existsSync(folder)) throw new Error(`${path} is not installed: run npm ci`);
  const names = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)\b/i.test(name))
    .sort();
  if (names.length === 0) throw new Error(`${path} becomes part of a bundle and has no licence text`);
  return names.map((name) => readFileSync(new URL(name, folder), "utf8").replaceAll("\r\n", "\n").trim()).join("\n\n");
}
