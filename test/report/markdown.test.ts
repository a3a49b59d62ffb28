import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { XmlElement } from "libxml2-wasm";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { renderMarkdown } from "../../src/report/formats/markdown.ts";
import { block, code, prose } from "../../src/report/writing/markup.ts";
import { visible } from "../../src/report/terminal.ts";
import { hostileText } from "./arbitrary.ts";
import { findingAt, full, hop, imageWith, placeOf, reportOf, way, words } from "./sample.ts";
import { parseXml } from "./schema.ts";

/**
 * What a platform makes of Markdown: HTML, here read as XML, which it is as long as no tag of the text's own gets
 * through.
 */
function html(markdown: string): ReturnType<typeof parseXml> {
  return parseXml(
    `<body>${micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true, allowDangerousProtocol: true })}</body>`,
  );
}

/**
 * Text without the space of no width that keeps names and numbers from being links, and with the noncharacters that XML
 * cannot hold replaced.
 */
const bare = (text: string): string => text.replaceAll("\u200b", "");
const hostileLine = hostileText.map((text) => text.replaceAll(/[\ufffe\uffff\u200b]/g, ""));

/** The tags of a report without trees and patch. */
const ours = new Set(["body", "h3", "table", "thead", "tbody", "tr", "th", "td", "a", "code", "br"]);

const files = { "api/Dockerfile": "FROM x\nCMD node\n", "a b/%.sh": "app | tee log\n" };
const cmd = placeOf(files, "api/Dockerfile", "node");
const report = reportOf(files, {
  diagnostics: [
    findingAt(cmd, {
      message: "dash stays PID 1; `docker stop` waits | 10 s",
      related: [{ at: placeOf(files, "a b/%.sh", "app"), message: "see @node" }],
      fixes: [{ title: 'Write ["node"]', applicability: "safe", edits: [] }],
    }),
    findingAt(placeOf(files, "a b/%.sh", "app"), { rule: "missing-exec", severity: "info" }),
  ],
  images: [imageWith([way([hop(words("node"))])], { file: "/repo/api/Dockerfile" })],
  changes: [{ path: "/repo/api/Dockerfile", before: files["api/Dockerfile"], after: 'FROM x\nCMD ["node"]\n' }],
  files: 2,
});

describe("renderMarkdown", () => {
  test("figures, table, process tree, patch", () => {
    expect(renderMarkdown(report, full)).toBe(`### pid1lint: 1 error, 1 info in 2 files; 1 fixable with --fix

| | place | finding | rule |
|---|---|---|---|
| error | <code>api/Dockerfile:2</code> | dash stays PID 1; <code>docker stop</code> waits &#124; 10 s<br />see <code>a b/%.sh:1</code>: see &#64;&#8203;node<br />fix: Write &#91;&#34;node&#34;&#93; (safe) | <code>shell-form-cmd</code> |
| info | <code>a b/%.sh:1</code> | dash stays PID 1 | <code>missing-exec</code> |

\`\`\`text
api/Dockerfile — stuck: dash does not pass SIGTERM on
  1  node   CMD
\`\`\`

<details><summary>The patch</summary>

\`\`\`diff
diff --git a/api/Dockerfile b/api/Dockerfile
--- a/api/Dockerfile
+++ b/api/Dockerfile
@@ -1,2 +1,2 @@
 FROM x
-CMD node
+CMD ["node"]
\`\`\`

</details>
`);
  });

  test("a fix that was withheld, with the reason and the file that stands in its way", () => {
    const diagnostic = findingAt(cmd);
    const withheld = [{ diagnostic, title: "Put exec", reason: "git ignores the file", path: "/repo/a b/%.sh" }];
    const text = renderMarkdown(reportOf(files, { diagnostics: [diagnostic], withheld }), {
      ...full,
      root: "/repo/api",
    });
    expect(text).toContain("dash stays PID 1<br />not applied: ../a b/%.sh: git ignores the file |");
  });

  test("links, where files and rules have an address", () => {
    const tool = { ...full.tool, pageUrl: (id: string) => `https://example.org/rules/${id}` };
    const document = html(renderMarkdown(report, { ...full, tool, filesUrl: "https://example.org/blob/1/" }));
    const links = document.find("//a").map((each) => [each.content, each.get("@href")?.content]);
    document.dispose();
    expect(links).toEqual([
      ["api/Dockerfile:2", "https://example.org/blob/1/api/Dockerfile#L2"],
      ["a b/%.sh:1", "https://example.org/blob/1/a%20b/%25.sh#L1"],
      ["shell-form-cmd", "https://example.org/rules/shell-form-cmd"],
      ["a b/%.sh:1", "https://example.org/blob/1/a%20b/%25.sh#L1"],
      ["missing-exec", "https://example.org/rules/missing-exec"],
    ]);
  });

  test("--quiet leaves the trees out; nothing found is one line", () => {
    expect(renderMarkdown(report, { ...full, quiet: true })).not.toContain("stuck");
    expect(renderMarkdown(reportOf(files), full)).toBe("### pid1lint: no findings in 1 file\n");
  });

  test("whatever messages and paths hold, a reader sees a table of that text and nothing else", () => {
    fc.assert(
      fc.property(hostileLine, hostileLine, (message, name) => {
        const path = `/repo/x${name.replaceAll("/", "")}`;
        const document = html(
          renderMarkdown(reportOf({}, { diagnostics: [findingAt({ path, start: 0, end: 0 }, { message })] }), {
            ...full,
            filesUrl: "https://example.org/",
          }),
        );
        const cells = document.find("//tbody/tr/td").map((each) => bare(each.content));
        const links = document.find("//a").length;
        const foreign = document.find("//*").filter((each) => !(each instanceof XmlElement && ours.has(each.name)));
        document.dispose();
        const tidy = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
        const told = visible(message);
        const unmarked = told.split("`").length % 2 === 1 ? told.replaceAll("`", "") : told;
        expect(cells.map(tidy)).toEqual([
          "error",
          tidy(`${visible(path.slice("/repo/".length))}:1`),
          tidy(unmarked),
          "shell-form-cmd",
        ]);
        expect({ links, foreign }).toEqual({ links: 1, foreign: [] });
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  "a\nb",
  "`",
  "```\n</details>",
  "x | y",
  "</details>",
  "<!--",
  "--> <b>x</b>",
  "[x](y)",
  "@someone #1",
  "\u202e\u001b[2J",
  "::error::x",
  "# x",
  "~~~",
])("a file named %j stays within its place", (name) => {
  const texts = { [name]: "FROM x\n</details>\n```\n::error::x\nCMD node\n" };
  const at = { path: `/repo/${name}`, start: 0, end: 6 };
  const shown = renderMarkdown(
    reportOf(texts, {
      diagnostics: [
        findingAt(at, {
          message: name,
          related: [{ at, message: name }],
          fixes: [{ title: name, applicability: "safe", edits: [] }],
        }),
      ],
      images: [
        imageWith([way([hop(words(name), { at, note: name })], { reason: name })], { file: at.path, stage: name }),
      ],
      changes: [{ path: at.path, before: texts[name] ?? "", after: `${texts[name]}x\n` }],
    }),
    { ...full, filesUrl: "https://example.org/" },
  );
  const document = html(shown);
  const count = (path: string): number => document.find(path).length;
  const found = [
    count("/body/h3"),
    count("/body/table"),
    count("/body/pre"),
    count("/body/details/pre"),
    count("//a"),
    count("//tbody/tr"),
  ];
  const foreign = document
    .find("//*")
    .filter(
      (each) =>
        !(each instanceof XmlElement && (ours.has(each.name) || ["pre", "details", "summary"].includes(each.name))),
    );
  document.dispose();
  expect(found).toEqual([1, 1, 1, 1, 2, 1]);
  expect(foreign).toEqual([]);
});

describe("a piece of text", () => {
  const mentions = /(?:^|[^\w])@\w|#\d/;

  test("names, numbers and addresses are no links", () => {
    const text = "ask @someone about #12, https://example.org/x, www.example.org";
    expect(
      bare(prose(text))
        .replaceAll(/&#(\d+);/g, (_, digits: string) => String.fromCharCode(Number(digits)))
        .replaceAll("\u200b", ""),
    ).toBe(text);
    const document = html(prose(text));
    const shown = document.get("/body")?.content ?? "";
    expect(document.find("//a")).toEqual([]);
    document.dispose();
    expect(shown).not.toMatch(mentions);
  });

  test("code is the text and nothing else", () => {
    fc.assert(
      fc.property(
        hostileLine.filter((text) => text.trim() !== ""),
        (text) => {
          const document = html(`x ${code(text)} y`);
          const found = document.find("/body/p/code").map((each) => each.content);
          const all = document.find("//*").length;
          document.dispose();
          expect(found).toEqual([visible(text)]);
          expect(all).toBe(3);
        },
      ),
    );
  });

  test("a block is its lines, whatever fences they hold", () => {
    fc.assert(
      fc.property(fc.array(hostileLine.map(visible), { minLength: 1, maxLength: 4 }), (lines) => {
        const document = html(block("text", lines.join("\n")));
        const found = document.find("/body/pre/code").map((each) => each.content);
        document.dispose();
        expect(found).toEqual([`${lines.join("\n")}\n`]);
      }),
    );
  });
});
