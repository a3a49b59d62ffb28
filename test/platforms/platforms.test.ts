import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
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
    path: "/app/shop.yaml",
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

function imageName({ image }: Described): string {
  return image.kind === "built" ? image.build.dockerfile : image.kind === "published" ? image.name.ref : image.kind;
}

test("every platform has a row", () => {
  expect(new Set(rows.map(({ platform }) => platform))).toEqual(new Set(platforms));
});

describe.each(rows.map((row) => [row.platform.file.title, row] as const))("%s", (_, row) => {
  const source = new Source(row.path, row.text);
  const file = readDeploymentFile(source);

  test("is its platform's, and no other's", () => {
    expect(platforms.filter((platform) => platform.recognises(file))).toEqual([row.platform]);
    expect(platformOf(file)).toBe(row.platform);
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
  expect(problems.map(({ message }) => message)).toEqual([
    "This is neither a compose file nor a Kubernetes manifest: it has neither services nor apiVersion and kind.",
  ]);
});
