import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { renderJunit } from "../../src/report/formats/junit.ts";
import { hostileText } from "./arbitrary.ts";
import { findingAt, hop, imageWith, placeOf, plain, reportOf, way, words } from "./sample.ts";
import { checkJunit, parseXml } from "./schema.ts";

const files = { "api/Dockerfile": "FROM x\nCMD <node>\n", "run.sh": "app\n" };
const image = imageWith([way([hop(words("node"))])], { file: "/repo/web/Dockerfile" });

test("a suite for each file, a case for each finding; what is clean passes", () => {
  const cmd = placeOf(files, "api/Dockerfile", "<node>");
  const report = reportOf(files, {
    diagnostics: [
      findingAt(cmd, {
        related: [{ at: placeOf(files, "run.sh", "app"), message: "here" }],
        fixes: [{ title: 'Write "exec"', applicability: "safe", edits: [] }],
      }),
      findingAt(cmd, { rule: "missing-init", severity: "info" }),
    ],
    images: [image, image],
  });
  const text = renderJunit(report, plain);
  expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="pid1lint" tests="3" failures="1" errors="0">
  <testsuite name="api/Dockerfile" tests="2" failures="1" errors="0">
    <testcase name="shell-form-cmd (2:5)" classname="api/Dockerfile">
      <failure type="error" message="dash stays PID 1">api/Dockerfile:2:5: error: dash stays PID 1
  2 │ CMD &lt;node&gt;
    │     ^^^^^^
see run.sh:1: here
fix: Write "exec" [safe]</failure>
    </testcase>
    <testcase name="missing-init (2:5)" classname="api/Dockerfile">
      <system-out>api/Dockerfile:2:5: info: dash stays PID 1
  2 │ CMD &lt;node&gt;
    │     ^^^^^^</system-out>
    </testcase>
  </testsuite>
  <testsuite name="web/Dockerfile" tests="1" failures="0" errors="0">
    <testcase name="pid1lint" classname="web/Dockerfile"/>
  </testsuite>
</testsuites>
`);
  const document = parseXml(text);
  checkJunit(document);
  document.dispose();
});

test("nothing linted is a valid document", () => {
  const document = parseXml(renderJunit(reportOf({}), plain));
  checkJunit(document);
  expect(document.find("//testcase")).toEqual([]);
  document.dispose();
});

test("the schema objects to what is none: the check is one", () => {
  const document = parseXml("<testsuites><testcase/></testsuites>");
  expect(() => checkJunit(document)).toThrow(/testcase/);
  document.dispose();
});

test("whatever messages, paths and files hold, there is one case, and it is valid", () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (message, name, line) => {
      const report = reportOf(
        { [name]: line },
        { diagnostics: [findingAt({ path: `/repo/${name}`, start: 0, end: line.length }, { message })] },
      );
      const document = parseXml(renderJunit(report, plain));
      checkJunit(document);
      const counts = ["//testcase", "//failure", "//*"].map((each) => document.find(each).length);
      document.dispose();
      expect(counts).toEqual([1, 1, 4]);
    }),
  );
});
