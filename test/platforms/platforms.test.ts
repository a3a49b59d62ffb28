import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { discover } from "../../src/files/discovery.ts";
import { fileKinds } from "../../src/files/kinds.ts";
import { basename, dirname, join, memoryTree } from "../../src/files/tree.ts";
import { stopperName } from "../../src/platforms/deployment.ts";
import type { Described } from "../../src/platforms/deployment.ts";
import { compose } from "../../src/platforms/compose.ts";
import { fromDockerfile } from "../../src/platforms/image-defaults.ts";
import { kubernetes } from "../../src/platforms/kubernetes.ts";
import { readDeploymentFile } from "../../src/platforms/platform.ts";
import type { Platform } from "../../src/platforms/platform.ts";
import { platformOf, platforms } from "../../src/platforms/platforms.ts";
import { openProject } from "../../src/project/open-project.ts";
import { Source } from "../../src/text/source.ts";

/** A file of a platform, and what has to be read from it. */
interface Row {
  readonly platform: Platform;
  /** Absolute path of the file. Beside it stands the Dockerfile of {@link dockerfile}, unless it is that itself. */
  readonly path: string;
  readonly text: string;
  readonly title: string;
  /** Which image is started: a name, the path of a Dockerfile, or how it stands there. */
  readonly image: string;
  readonly stops: string;
  readonly seconds: number;
  readonly signal: string;
  readonly argv: string;
}

const dockerfile = 'FROM debian:12\nSTOPSIGNAL SIGQUIT\nENTRYPOINT ["nginx"]\nCMD ["-g", "daemon off;"]\n';

const rows: readonly Row[] = [
  {
    platform: fromDockerfile,
    path: "/app/Dockerfile",
    text: dockerfile,
    title: "docker run",
    image: "own",
    stops: "`docker stop`",
    seconds: 10,
    signal: "SIGQUIT",
    argv: "nginx -g daemon off;",
  },
  {
    platform: compose,
    path: "/app/compose.yaml",
    text: `services:
  web:
    build: .
    command: ["-c", "/etc/web.conf"]
    stop_signal: SIGTERM
    stop_grace_period: 1m
    init: true
`,
    title: "service web",
    image: "/app/Dockerfile",
    stops: "`docker stop`",
    seconds: 60,
    signal: "SIGTERM",
    argv: "/sbin/docker-init -- nginx -c /etc/web.conf",
  },
  {
    platform: kubernetes,
    path: "/app/k8s/shop.yaml",
    text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: web
          image: nginx:1.27
          command: ["nginx"]
          args: ["-g", "daemon off;"]
`,
    title: "container web of Deployment shop",
    image: "nginx:1.27",
    stops: "the kubelet",
    seconds: 5,
    signal: "SIGQUIT",
    argv: "nginx -g daemon off;",
  },
];

/** Which files pre-commit hands over: a pattern with blanks and comments in it. */
const hookFiles = ((): RegExp => {
  const [hook]: readonly { readonly files: string }[] = parse(readFileSync(".pre-commit-hooks.yaml", "utf8"));
  return new RegExp((hook?.files ?? "").replace("(?ix)", "").replaceAll(/\s+#.*|\s+/g, ""), "i");
})();

function imageName({ image }: Described): string {
  return image.kind === "built" ? image.build.dockerfile : image.kind === "published" ? image.name.ref : image.kind;
}

const howTo = "see CONTRIBUTING.md#adding-a-platform";

/** Where a reader learns which files are linted. */
const lists = ["action.yml", "docs/command-line.md", "docs/getting-started.md", "docs/github.md", "docs/security.md"];

describe("every platform", () => {
  const kinds = platforms.map(({ file }) => file);
  const rowless = platforms.filter((platform) => rows.every((row) => row.platform !== platform));

  test("has a row here", () => {
    expect(
      rowless.map(({ file }) => `test/platforms/platforms.test.ts has no row for ${file.title}: ${howTo}`),
    ).toEqual([]);
  });

  test("has a kind of file of its own, and every kind of file a platform", () => {
    const homeless = fileKinds.filter((kind) => !kinds.includes(kind));
    const unlisted = kinds.filter((kind, index) => !fileKinds.includes(kind) || kinds.indexOf(kind) !== index);
    expect([
      ...homeless.map(({ title }) => `${title} of src/files/kinds.ts is no platform's in platforms.ts: ${howTo}`),
      ...unlisted.map(({ title }) => `${title} is not in the list in src/files/kinds.ts, or twice: ${howTo}`),
    ]).toEqual([]);
  });

  test.each(lists)("is named in %s", (page) => {
    const text = readFileSync(page, "utf8");
    const missing = kinds.filter(({ plural }) => !text.includes(plural));
    expect(
      missing.map(({ plural }) => `${page} does not name ${plural} among the files that are linted: ${howTo}`),
    ).toEqual([]);
  });
});

describe.each(rows.map((row) => [row.platform.file.title, row] as const))("%s", (_, row) => {
  const source = new Source(row.path, row.text);
  const file = readDeploymentFile(source);

  test("is its platform's, and no other's", () => {
    expect(platforms.filter((platform) => platform.recognises(file))).toEqual([row.platform]);
    expect(platformOf(file)).toBe(row.platform);
  });

  test("is found in a folder, taken when it is named, and handed over by the hook", () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "pid1lint-platform-")));
    mkdirSync(dirname(folder + row.path), { recursive: true });
    writeFileSync(folder + row.path, row.text);
    const { files } = discover([folder]);
    rmSync(folder, { recursive: true });
    const { mayBe } = row.platform.file;
    const faults = [
      files.length === 1 ? "" : `no search finds ${row.path}: isSought or isMeant in src/files/kinds.ts`,
      mayBe(basename(row.path), row.text) ? "" : `${row.path} is taken for a script: mayBe in src/files/kinds.ts`,
      hookFiles.test(row.path.slice(1)) ? "" : `${row.path} is not among the files of .pre-commit-hooks.yaml`,
    ];
    expect(faults.filter(Boolean).map((fault) => `${fault}: ${howTo}`)).toEqual([]);
  });

  test("says who starts which image, and who stops it", () => {
    const read = row.platform.read(file).map((described) => {
      const { title, place, platform } = described.deployment;
      const path = place?.path ?? row.path;
      return [title, imageName(described), stopperName(platform), platform.seconds, path];
    });
    expect(read).toEqual([[row.title, row.image, row.stops, row.seconds, row.path]]);
  });

  test("is an image that starts a command line and gets a signal", () => {
    const tree = memoryTree({ "/app/Dockerfile": dockerfile, [row.path]: row.text });
    const started = openProject(tree, source).images.map(({ image }) => {
      const argv = image.argv === "unknown" ? image.argv : image.argv.map(({ value }) => value).join(" ");
      return [image.deployment.title, image.stopSignal.value, argv];
    });
    expect(started).toEqual([[row.title, row.signal, row.argv]]);
  });
});

test("a manifest with the name of a compose file is a manifest", () => {
  const file = readDeploymentFile(new Source("/app/compose.yaml", "apiVersion: v1\nkind: Pod\n"));
  expect(platformOf(file)).toBe(kubernetes);
});

test("a file of no platform says what the platforms' files have", () => {
  const { problems, images } = openProject(memoryTree({}), new Source("/app/values.yaml", "a: 1\n"));
  expect(images).toEqual([]);
  const has = platforms.flatMap(({ file: { title, keys } }) => (keys === undefined ? [] : `${title} has ${keys}`));
  expect(has).toContain("a compose file has services");
  expect(problems.map(({ message }) => message)).toEqual([
    `This file starts no containers: ${has.join(", ")} at its top level.`,
  ]);
});
