import { expect, test } from "@jest/globals";
import { render, renderImages } from "../../src/report/formats.ts";
import { findingAt, full, hop, imageWith, placeOf, reportOf, way, words } from "./sample.ts";

test("the format tree is what pid1lint trace prints, of all images, without findings", () => {
  const files = { Dockerfile: "FROM x\nCMD node\n" };
  const at = placeOf(files, "Dockerfile", "node");
  const images = [
    imageWith([way([hop(words("node"), { at })])]),
    imageWith([way([hop(words("nginx"))], { outcome: "graceful", reason: "nginx ends well" })], {
      file: "/repo/b/Dockerfile",
    }),
  ];
  const report = reportOf(files, { diagnostics: [findingAt(at)], images });
  expect(render("tree", report, full)).toBe(`Dockerfile — stuck: dash does not pass SIGTERM on
  1  node   CMD, Dockerfile:2

b/Dockerfile — graceful: nginx ends well
  1  nginx   CMD
`);
  for (const format of ["text", "tree"] as const)
    expect(renderImages(format, report, full)).toBe(render("tree", report, full));
});
