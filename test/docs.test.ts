import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import GithubSlugger from "github-slugger";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { parse as parseYaml } from "yaml";
import { readArguments } from "../src/cli/arguments/options.ts";
import { readVerifyArguments } from "../src/cli/arguments/verify-options.ts";
import { rules } from "../src/index.ts";
import { buildCommand, pid1lint } from "./cli/command.ts";

buildCommand();

const docs = readdirSync("docs")
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...docs,
  ...rules.map(({ id }) => `rules/${id}/README.md`).filter((page) => existsSync(page)),
];
const read = (page: string): string => readFileSync(page, "utf8");
const htmlOf = (page: string): string => micromark(read(page), { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
const decoded = (html: string): string =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): readonly string[] {
  const slugger = new GithubSlugger();
  return [...htmlOf(page).matchAll(/<h[1-6]>(.*?)<\/h[1-6]>/g)].map(([, title = ""]) =>
    slugger.slug(decoded(title.replaceAll(/<[^>]+>/g, ""))),
  );
}

/** The links and pictures of a page that stay in the repository. */
function linksOf(page: string): readonly string[] {
  const all = [...htmlOf(page).matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, link = ""]) => decoded(link));
  return all.filter((link) => !/^[a-z]+:/.test(link));
}

/** The fenced blocks of a page in a language. */
function blocksOf(page: string, language: string): readonly string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(
    ([, text = ""]) => text,
  );
}

describe("links", () => {
  test.each(pages)("of %s lead somewhere", (page) => {
    const broken = linksOf(page).filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && (!statSync(target).isFile() || !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  test("every page of docs is in its index", () => {
    const listed = linksOf("docs/README.md").map((link) => join("docs", link));
    expect(docs.filter((page) => page !== "docs/README.md" && !listed.includes(page))).toEqual([]);
  });
});

test("every rule has a page, which the list of rules names", () => {
  const listed = linksOf("docs/rules.md").map((link) => join("docs", link));
  const howTo = "see CONTRIBUTING.md#adding-a-rule";
  const faults = rules.flatMap(({ id }) => [
    ...(pages.includes(`rules/${id}/README.md`) ? [] : [`rules/${id} has no README.md: ${howTo}`]),
    ...(listed.includes(`rules/${id}/README.md`) ? [] : [`docs/rules.md does not name ${id}: ${howTo}`]),
  ]);
  expect(faults).toEqual([]);
});

describe("examples", () => {
  test.each([...new Set(pages.filter((page) => blocksOf(page, "sh").length > 0))])(
    "commands of %s are understood",
    (page) => {
      const ids = new Set(rules.map(({ id }) => id));
      // Up to what belongs to the shell: a pipe, a redirection, a comment, the end of a quote or of $( ).
      const calls = blocksOf(page, "sh").flatMap((block) => [
        ...block.matchAll(
          /(?:^|[ (])pid1lint(?: +((?:"[^"\n]*"|\$\{[^}]*\}|[^\s|#<>()&']+)(?: +(?:"[^"\n]*"|\$\{[^}]*\}|[^\s|#<>()&']+))*))?/gm,
        ),
      ]);
      for (const [, words = ""] of calls) {
        const argv = words
          .split(/ +/)
          .filter((word) => word !== "" && !word.startsWith("${"))
          .map((word) => word.replaceAll('"', ""));
        if (argv[0] === "completion") continue;
        if (argv[0] === "verify") expect(readVerifyArguments(argv.slice(1)).kind).toBeDefined();
        else expect(readArguments(argv, "0", ids).kind).toBeDefined();
      }
    },
  );

  test.each(pages)("YAML and JSON of %s can be read", (page) => {
    for (const block of blocksOf(page, "yaml")) parseYaml(block);
    for (const block of blocksOf(page, "json")) JSON.parse(block);
  });
});

describe("the problem matcher of VS Code", () => {
  const [tasks = ""] = blocksOf("docs/vscode.md", "json");
  const {
    tasks: [task],
  }: {
    readonly tasks: readonly {
      readonly command: string;
      readonly problemMatcher: { readonly pattern: Readonly<Record<string, string | number>> };
    }[];
  } = JSON.parse(tasks);

  test("reads the findings of a real run, and nothing else of it", () => {
    const args = (task?.command ?? "").replace("npx pid1lint ", "").split(" ");
    const { regexp, ...groups } = task?.problemMatcher.pattern ?? {};
    const found = pid1lint("fixtures/demo", args)
      .stdout.split("\n")
      .flatMap((line) => {
        const match = new RegExp(String(regexp)).exec(line);
        return match
          ? [Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, match[Number(group)]]))]
          : [];
      });
    const report: {
      readonly diagnostics: readonly {
        readonly path: string;
        readonly start: { readonly line: number; readonly column: number };
        readonly severity: string;
        readonly message: string;
        readonly rule: string;
      }[];
    } = JSON.parse(pid1lint("fixtures/demo", ["--format", "json"]).stdout);
    expect(found.length).toBeGreaterThan(1);
    expect(found).toEqual(
      report.diagnostics.map(({ path, start, severity, message, rule }) => ({
        file: path,
        line: String(start.line),
        column: String(start.column),
        severity,
        message,
        code: rule,
      })),
    );
  });
});
