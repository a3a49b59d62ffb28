import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import * as library from "../../src/index.ts";
import { bundleForBrowser, contexts, tell } from "../browser-library.ts";

const grammars = new URL("../../grammars/", import.meta.url);

/** What the server has: an empty page, the library, and what it loads. All else is missing there. */
const served = new Map<string, { readonly type: string; readonly body: string | Buffer }>([
  ["/", { type: "text/html", body: "<!doctype html><title>pid1lint</title>" }],
  ["/pid1lint.js", { type: "text/javascript", body: bundleForBrowser() }],
  ...readdirSync(grammars).map(
    (name) =>
      [
        `/grammars/${name}`,
        {
          type: name.endsWith(".js") ? "text/javascript" : "application/wasm",
          body: readFileSync(new URL(name, grammars)),
        },
      ] as const,
  ),
]);
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const asked: string[] = [];
const server = createServer(({ url = "" }, response) => {
  asked.push(url);
  const file = served.get(url);
  if (!file) response.writeHead(404).end();
  else response.writeHead(200, { "content-type": file.type, "content-security-policy": policy }).end(file.body);
});
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
});

afterAll(async () => {
  await browser.close();
  server.close();
});

describe("in Chromium, on a page that may load scripts of its own host, and not use eval", () => {
  test("there is nothing of Node", async () => {
    const types = await page.evaluate("[typeof Buffer, typeof process, typeof require]");
    expect(types).toEqual(["undefined", "undefined", "undefined"]);
  });

  test("lint, fix and trace say the same of the demo and of every fixture as in Node", async () => {
    const all = contexts();
    const call = `import("/pid1lint.js").then((library) => (${tell})(library, ${JSON.stringify(all)}))`;
    const there = String(await page.evaluate(call));
    // Split, so that a difference is shown by itself.
    const here = await tell(library, all);
    expect(there.split("\n")).toEqual(here.split("\n"));
    expect(new Set(there.match(/"rule": "[^"]*"/g)).size).toBeGreaterThan(10);
    expect(there.match(/"after": "/g)?.length).toBeGreaterThan(50);
    expect(asked.filter((url) => url !== "/favicon.ico").slice(0, 2)).toEqual(["/", "/pid1lint.js"]);
  });

  test("a program's source is read with the grammar of its language, and no other is loaded", async () => {
    expect(asked.filter((url) => url.startsWith("/grammars/"))).toEqual([
      "/grammars/web-tree-sitter.js",
      "/grammars/web-tree-sitter.wasm",
      "/grammars/tree-sitter-javascript.wasm",
      "/grammars/tree-sitter-python.wasm",
    ]);
  });
});
