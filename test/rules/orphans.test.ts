import { describe, expect, test } from "@jest/globals";
import { orphanEvidence } from "../../rules/missing-init/orphans.ts";
import { judged } from "../shell/walk.ts";

const node = 'CMD ["node", "a.js"]\n';

/** Evidence as `sure what: text at the place`. */
function evidence(dockerfile: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const all: Readonly<Record<string, string>> = { Dockerfile: dockerfile, ...files };
  return orphanEvidence(judged(dockerfile, files)).map(({ reason, at, sure }) => {
    const text = (all[at.path.slice(1)] ?? "").slice(at.start, at.end);
    return `${sure ? "sure: " : ""}${reason.kind} ${reason.program ?? "itself"}: ${at.path.slice(1)} ${text}`;
  });
}

const browser = (name: string, text = name): string => `zombies of a browser ${name}: Dockerfile ${text}`;

describe("packages that RUN installs", () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      "apt",
      "RUN apt-get update && apt-get install -y --no-install-recommends chromium=120.* ca-certificates \\\n  && rm -rf /var/lib/apt/lists/*",
      [browser("chromium", "chromium=120.*")],
    ],
    [
      "apt over lines",
      "RUN apt-get -y install \\\n  curl \\\n  google-chrome-stable",
      [browser("google-chrome-stable")],
    ],
    ["apk", "RUN apk add --no-cache chromium nss", [browser("chromium")]],
    ["dnf", "RUN dnf install -y firefox", [browser("firefox")]],
    ["npm", "RUN npm install -g puppeteer@22 express", [browser("puppeteer", "puppeteer@22")]],
    ["a scoped package", "RUN yarn add @playwright/test@1", [browser("@playwright/test", "@playwright/test@1")]],
    ["pip", "RUN pip install --no-cache-dir 'selenium[x]==4.1' flask", [browser("selenium", "'selenium[x]==4.1'")]],
    [
      "python -m pip",
      "RUN python3 -m pip install playwright && playwright install --with-deps",
      [browser("playwright")],
    ],
    ["a heredoc", "RUN <<EOF\napt-get install -y chromium\nEOF", [browser("chromium")]],
    ["inside a condition", "RUN if true; then apk add chromium; fi", [browser("chromium")]],
    ["a helper", "RUN apt-get install -y unoconv", ["zombies of helpers unoconv: Dockerfile unoconv"]],
    ["a program that starts none", "RUN apt-get install -y ffmpeg", []],
    ["a word of another command", "RUN echo install chromium", []],
    ["a package taken out", "RUN apt-get remove chromium", []],
    ["a driver alone", "RUN npm install chromium", []],
    ["another package", "RUN apt-get install -y chromium-common-doc", []],
    ["a local file", "RUN apt-get install ./chromium", []],
  ])("%s", (_, run, expected) => expect(evidence(`FROM node:22-slim\n${run}\n${node}`)).toEqual(expected));

  test("in the stage that this one is built on, and not in another", () => {
    expect(evidence(`FROM node:22-slim AS base\nRUN apt-get install -y chromium\nFROM base\n${node}`)).toEqual([
      browser("chromium"),
    ]);
    expect(evidence(`FROM node:22-slim AS build\nRUN apt-get install -y chromium\nFROM node:22-slim\n${node}`)).toEqual(
      [],
    );
  });
});

describe("dependencies of the project", () => {
  const head = "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n";
  test("of package.json", () => {
    const json = '{"devDependencies": {"playwright": "1"}, "dependencies": {"express": "4", "puppeteer": "^22"}}';
    expect(evidence(head + node, { "package.json": json })).toEqual([
      'zombies of a browser puppeteer: package.json "^22"',
    ]);
    expect(evidence(head + node, { "package.json": "{" })).toEqual([]);
  });

  test("of requirements.txt", () => {
    const text = "# selenium\nflask==3\nSelenium>=4  # tests\nselenium-wire\n";
    expect(
      evidence(`FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "a.py"]\n`, { "requirements.txt": text }),
    ).toEqual(["zombies of a browser selenium: requirements.txt Selenium"]);
  });
});

describe("what runs", () => {
  const script = (text: string): Readonly<Record<string, string>> => ({ "start.sh": `#!/bin/sh\n${text}\n` });
  const start = 'FROM node:22-slim\nCOPY start.sh /\nCMD ["/start.sh"]\n';
  const left = "zombies of a job itself: start.sh";

  test.each<readonly [string, string, readonly string[]]>([
    ["a job that ends", "./warm-up &\nexec node a.js", [`sure: ${left} ./warm-up`]],
    ["a job that stays", "nginx -g 'daemon off;' &\nexec node a.js", [`${left} nginx -g 'daemon off;'`]],
    [
      "a job on one of two ways",
      'if [ -n "$WARM" ]; then\n./warm-up &\nexec node a.js\nfi\nexec node b.js',
      [`${left} ./warm-up`],
    ],
    ["a utility", "sleep 5 &\nexec node a.js", []],
    ["a shell that stays and collects", "./warm-up &\nnode a.js", []],
    ["a program that collects", "./warm-up &\nexec nginx -g 'daemon off;'", []],
  ])("%s", (_, text, expected) => expect(evidence(start, script(text))).toEqual(expected));

  test("cron that does not collect", () => {
    expect(evidence('FROM alpine:3.20\nCMD ["crond", "-f"]\n')).toEqual(["zombies of cron crond: Dockerfile crond"]);
    expect(evidence('FROM debian:12\nCMD ["cron", "-f"]\n')).toEqual([]);
  });

  test.each([
    ["an init at PID 1", 'ENTRYPOINT ["tini", "--"]\nCMD ["node", "a.js"]'],
    ["a server that collects", 'CMD ["nginx", "-g", "daemon off;"]'],
    ["a program of which that is not known", 'CMD ["app"]'],
  ])("%s: none", (_, cmd) =>
    expect(evidence(`FROM debian:12-slim\nRUN apt-get install -y chromium\n${cmd}\n`)).toEqual([]),
  );

  test("npm at PID 1 does not collect either", () => {
    expect(evidence('FROM node:22-slim\nRUN apt-get install -y chromium\nCMD ["npm", "start"]\n')).toEqual([
      browser("chromium"),
    ]);
  });

  test("the surest first", () => {
    expect(
      evidence(
        start.replace("COPY", "RUN apt-get install -y chromium\nCOPY"),
        script("./warm-up &\nexec node a.js"),
      ).map((each) => each.startsWith("sure")),
    ).toEqual([true, false]);
  });
});
