import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { renderCheckstyle } from "../../src/report/formats/checkstyle.ts";
import { visible } from "../../src/report/terminal.ts";
import { hostileText } from "./arbitrary.ts";
import { findingAt, placeOf, plain, reportOf } from "./sample.ts";
import { parseXml } from "./schema.ts";

const files = { "a & b/Dockerfile": "FROM x\nCMD node\n", "run.sh": 'app "$@"\n' };

test("findings by file, with place, severity and rule", () => {
  const cmd = placeOf(files, "a & b/Dockerfile", "node");
  const report = reportOf(files, {
    diagnostics: [
      findingAt(cmd),
      findingAt(cmd, { severity: "info", message: "\"a\" < 'b' && c" }),
      findingAt(placeOf(files, "run.sh", '"$@"'), { rule: "missing-exec", severity: "warning" }),
    ],
  });
  expect(renderCheckstyle(report, plain)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="a &amp; b/Dockerfile">
    <error line="2" column="5" severity="error" message="dash stays PID 1" source="pid1lint.shell-form-cmd"/>
    <error line="2" column="5" severity="info" message="&quot;a&quot; &lt; 'b' &amp;&amp; c" source="pid1lint.shell-form-cmd"/>
  </file>
  <file name="run.sh">
    <error line="1" column="5" severity="warning" message="dash stays PID 1" source="pid1lint.missing-exec"/>
  </file>
</checkstyle>
`);
});

test("no finding is an empty document", () => {
  expect(renderCheckstyle(reportOf(files), plain)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n</checkstyle>\n',
  );
});

// Each name begins with a letter: the parser's wrapper takes a BOM away at the start of what it gives back.
test("a parser reads any message and any path back, save for what XML cannot hold", () => {
  fc.assert(
    fc.property(
      hostileText,
      hostileText.map((text) => `x${text}`),
      (message, name) => {
        const report = reportOf(
          {},
          { diagnostics: [findingAt({ path: `/repo/${name}`, start: 0, end: 0 }, { message })] },
        );
        const document = parseXml(renderCheckstyle(report, plain));
        const told = document.get("/checkstyle/file/error/@message")?.content;
        const file = document.get("/checkstyle/file/@name")?.content ?? "";
        document.dispose();
        expect(told).toBe(visible(message).replaceAll("\ufffe", "\\ufffe").replaceAll("\uffff", "\\uffff"));
        const held = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;
        if (!held.test(name)) expect(file).toBe(name);
        expect(file).not.toMatch(held);
      },
    ),
    { numRuns: 300, examples: [["", "x\n"]] },
  );
});
