import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import { imageReports } from "../../src/report/image-reports.ts";
import { Source } from "../../src/text/source.ts";

function reasonOf(...lines: readonly string[]): string {
  const text = `${lines.join("\n")}\n`;
  const project = openProject(memoryTree({ "/p/Dockerfile": text }), new Source("/p/Dockerfile", text));
  const [image] = imageReports([project]);
  return `${image?.outcome}: ${image?.reason.text}`;
}

describe("an image whose base is not known", () => {
  test.each([
    ["graceful", 'CMD ["gunicorn", "a:b"]'],
    ["delivered", 'CMD ["supervisord", "-n"]'],
    ["stuck", 'CMD ["tail", "-f", "/dev/null"]'],
  ])("is %s if that sets no ENTRYPOINT, and says so", (outcome, cmd) => {
    expect(reasonOf("FROM corp/base:1 AS web", cmd)).toBe(
      `unknown: ${outcome}, if corp/base:1 sets no ENTRYPOINT; describe it with --base-image`,
    );
  });

  test("starts what only that knows", () => {
    expect(reasonOf("FROM corp/base:1")).toBe(
      "unknown: corp/base:1 is not a known base image; describe it with --base-image",
    );
  });

  test("is no obstacle where the file sets the ENTRYPOINT", () => {
    expect(reasonOf("FROM corp/base:1", 'ENTRYPOINT ["gunicorn", "a:b"]')).toMatch(
      /^graceful: SIGTERM reaches gunicorn/,
    );
  });
});
