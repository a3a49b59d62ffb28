import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { renderGitlab } from "../../src/report/formats/gitlab.ts";
import { visible } from "../../src/report/terminal.ts";
import { hostileText } from "./arbitrary.ts";
import { findingAt, full, placeOf, reportOf } from "./sample.ts";

const files = { "api/Dockerfile": "FROM x\nCMD node \\\n  server.js\n", "run.sh": "app\n" };

test("an issue for each finding, with its lines, seen from the repository", () => {
  const at = placeOf(files, "run.sh", "app");
  const report = reportOf(files, {
    diagnostics: [
      findingAt(placeOf(files, "api/Dockerfile", "node \\\n  server.js")),
      findingAt(at, { rule: "missing-exec", severity: "warning" }),
      findingAt(at, { rule: "missing-exec", severity: "info", message: "once more" }),
    ],
    display: (path) => `..${path}`,
  });
  const issues = JSON.parse(renderGitlab(report, full));
  const fingerprint = expect.stringMatching(/^[0-9a-f]{64}$/);
  const line = { path: "run.sh", lines: { begin: 1, end: 1 } };
  expect(issues).toEqual([
    {
      description: "dash stays PID 1",
      check_name: "shell-form-cmd",
      fingerprint,
      severity: "critical",
      location: { path: "api/Dockerfile", lines: { begin: 2, end: 3 } },
    },
    { description: "dash stays PID 1", check_name: "missing-exec", fingerprint, severity: "major", location: line },
    { description: "once more", check_name: "missing-exec", fingerprint, severity: "info", location: line },
  ]);
  expect(new Set(issues.map((issue: { readonly fingerprint: string }) => issue.fingerprint)).size).toBe(3);
});

test("no finding is an empty array", () => expect(renderGitlab(reportOf(files), full)).toBe("[]\n"));

test("any message and any path come back, what is invisible spelled out", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (message, name) => {
      const path = `/repo/x${name.replaceAll("/", "")}`;
      const report = reportOf({}, { diagnostics: [findingAt({ path, start: 0, end: 0 }, { message })] });
      expect(JSON.parse(renderGitlab(report, full))).toMatchObject([
        { description: visible(message), location: { path: path.slice("/repo/".length) } },
      ]);
    }),
  );
});
