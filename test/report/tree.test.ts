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

test("who stops it, and how long that waits, stands there where it is not docker stop and the reason does not say so", () => {
  const web = { title: "container web of Deployment shop", platform: { name: "kubelet", seconds: 75 } };
  const deployment = { ...web, place: { path: "/repo/shop.yaml", start: 0, end: 0 } };
  const hops = [hop(words("nginx"), { note: "handles SIGTERM, finishes its work" })];
  const kept = { kind: "drops" as const, text: "the kubelet waits 75 s", platform: web.platform, places: [] };
  const images = [
    imageWith([way(hops, { outcome: "graceful", reason: "it ends well" })], { file: "/repo/shop.yaml", deployment }),
    imageWith([way(hops, { reason: kept })], { file: "/repo/shop.yaml", deployment }),
  ];
  expect(render("tree", reportOf({}, { images }), full)).toBe(
    `shop.yaml (container web of Deployment shop) — graceful: it ends well
  1  nginx   CMD   handles SIGTERM, finishes its work
     grace period: 75 s (kubelet)

shop.yaml (container web of Deployment shop) — stuck: the kubelet waits 75 s
  1  nginx   CMD   handles SIGTERM, finishes its work
`,
  );
});
