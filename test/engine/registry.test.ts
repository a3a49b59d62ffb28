import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { packContext } from "../../src/verify/build-archive.ts";
import { connect } from "../../src/verify/engine/engine.ts";
import type { Engine } from "../../src/verify/engine/engine.ts";
import { tarEnd, tarHeader, tarPadding } from "../../src/verify/engine/tar.ts";
import { folderWith, removeFolders } from "../cli/command.ts";

// A registry as the large public ones are: everybody may read, but shows a token first, which everybody gets.
const blobs = new Map<string, Buffer>();
let manifest = Buffer.alloc(0);
/** What asked for a token showed of itself. */
const shown: (string | undefined)[] = [];
let server: Server | undefined;
let place = "";
let engine: Engine | undefined;

function addBlob(
  content: Buffer,
  mediaType: string,
): { readonly mediaType: string; readonly size: number; readonly digest: string } {
  const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
  blobs.set(digest, content);
  return { mediaType, size: content.length, digest };
}

beforeAll(async () => {
  const text = Buffer.from("from the registry\n");
  const layer = Buffer.concat([
    tarHeader({ path: "greeting", kind: "file", mode: 0o644, size: text.length, modified: 0 }),
    text,
    tarPadding(text.length),
    tarEnd,
  ]);
  const diff = `sha256:${createHash("sha256").update(layer).digest("hex")}`;
  const config = {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { StopSignal: "SIGQUIT" },
    rootfs: { type: "layers", diff_ids: [diff] },
  };
  const type = "application/vnd.docker.distribution.manifest.v2+json";
  manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: type,
      config: addBlob(Buffer.from(JSON.stringify(config)), "application/vnd.docker.container.image.v1+json"),
      layers: [addBlob(gzipSync(layer), "application/vnd.docker.image.rootfs.diff.tar.gzip")],
    }),
  );
  addBlob(manifest, type);

  const listening = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", place);
    if (pathname === "/token") {
      shown.push(request.headers.authorization);
      response.setHeader("Content-Type", "application/json");
      response.end('{"token": "for-everybody", "expires_in": 300}');
    } else if (request.headers.authorization !== "Bearer for-everybody") {
      response
        .writeHead(401, {
          "WWW-Authenticate": `Bearer realm="${place}/token",service="test",scope="repository:base:pull"`,
        })
        .end();
    } else if (pathname.startsWith("/v2/base/manifests/")) {
      response
        .writeHead(200, { "Content-Type": type, "Content-Length": manifest.length })
        .end(request.method === "HEAD" ? undefined : manifest);
    } else {
      const blob = blobs.get(pathname.replace(/^.*\//, ""));
      response.writeHead(blob ? 200 : 404).end(blob);
    }
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  place = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  engine = await connect();
});

afterAll(async () => {
  await engine?.close();
  server?.close();
  removeFolders();
});

test("a base image that everybody may have is fetched for a build, with no name and no password", async () => {
  const text = `FROM ${place.replace("http://", "")}/base:1\nCOPY Dockerfile /\n`;
  const folder = folderWith({ Dockerfile: text });
  const { archive, dockerfile } = packContext(folder, join(folder, "Dockerfile"), text, () => false);
  const image = await engine?.build(archive, { dockerfile, target: undefined, network: undefined });
  expect(await engine?.settings(image?.name ?? "")).toEqual({ stopSignal: "SIGQUIT", hasHealthcheck: false });
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((authorization) => authorization !== undefined)).toEqual([]);
});
