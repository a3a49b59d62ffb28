/**
 * The house: its rooms along the flow, from the ground up. A room imports itself and what stands above it in this list,
 * nothing else; no files import each other in a circle, and types count.
 */
const rooms = [
  ["text", "src/text/"],
  ["files", "src/files/"],
  ["parse", "src/parse/"],
  ["known", "src/known/"],
  ["image", "src/image/"],
  ["platforms", "src/platforms/"],
  ["shell", "src/shell/"],
  ["startup", "src/startup/"],
  ["application", "src/application/"],
  ["stop", "src/stop/"],
  ["project", "src/project/"],
  ["remedies", "src/remedies/"],
  ["rule", "src/rule\\.ts$"],
  ["settings", "src/settings/"],
  ["lint", "src/lint/"],
  ["fixing", "src/fixing/"],
  ["report", "src/report/"],
  ["verify", "src/verify/"],
  ["rules", "rules/"],
  ["library", "src/library\\.ts$"],
  ["browser", "src/browser\\.ts$"],
  ["index", "src/index\\.ts$"],
  ["cli", "src/cli/"],
  ["action", "src/action/"],
];

const upward = rooms
  .slice(0, -1)
  .map(([name, path], at) => ({
    name: `${name}-imports-what-is-below`,
    severity: "error",
    from: { path: `^${path}` },
    to: { path: rooms.slice(at + 1).map(([, above]) => `^${above}`) },
  }));

/** What is not ours, and who alone imports it. */
const importers = {
  "yargs": "^src/cli/",
  "dockerfile-ast": "^src/parse/dockerfile/",
  "vscode-languageserver-textdocument": "^src/parse/dockerfile/",
  "unbash": "^src/parse/shell/",
  "yaml": "^src/parse/yaml/",
  "diff": "^src/report/",
  "@noble/hashes": "^src/report/",
  "web-tree-sitter": "^src/parse/source/",
};

const packages = Object.entries(importers).map(([name, path]) => ({
  name: `${name.replace(/\W+/g, "-")}-stays-behind-its-adapter`,
  severity: "error",
  from: { path: "^(src|rules)/", pathNot: path },
  to: { path: `^node_modules/${name}/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-circle", severity: "error", comment: "Types count.", from: {}, to: { circular: true } },
    { name: "no-orphan", severity: "error", from: { orphan: true, pathNot: "^src/cli/(bin|demo)\\.ts$" }, to: {} },
    { name: "resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
    ...upward,
    {
      name: "a-rule-imports-the-vocabulary",
      comment:
        "The question of a rule stands in its rule.ts. It is put in the words of src/rule.ts; how things are written is " +
        "in src/remedies, and what the rule alone needs in its own folder.",
      severity: "error",
      from: { path: "^rules/([^/]+)/rule\\.ts$" },
      to: { pathNot: ["^src/rule\\.ts$", "^src/remedies/", "^rules/$1/", "^rules/[^/]+\\.ts$"] },
    },
    {
      name: "a-rule-knows-no-other",
      severity: "error",
      from: { path: "^rules/([^/]+)/" },
      to: { path: "^rules/[^/]+/", pathNot: "^rules/$1/" },
    },
    {
      name: "a-rule-is-a-function-of-the-project",
      severity: "error",
      from: { path: "^rules/" },
      to: { path: "^src/(settings|lint|fixing|report|verify)/" },
    },
    {
      name: "the-library-runs-without-a-machine",
      comment: "Only these rooms touch files, processes and the network.",
      severity: "error",
      from: { path: "^(src|rules)/", pathNot: "^src/(files|verify|cli|action)/" },
      to: { dependencyTypes: ["core"] },
    },
    ...packages,
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node"],
    },
  },
};
