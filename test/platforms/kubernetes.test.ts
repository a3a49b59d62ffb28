import { wordsOf } from "../shell/walk.ts";
import { describe, expect, test } from "@jest/globals";
import { rules } from "../../rules/index.ts";
import { memoryTree } from "../../src/files/tree.ts";
import { fix } from "../../src/fixing/fixer.ts";
import { lint } from "../../src/lint/lint.ts";
import type { LintOptions, Linted } from "../../src/lint/lint.ts";

const options: LintOptions = { rules, severities: new Map(), project: () => ({ top: "/app" }) };
const path = "/app/web.yaml";

const run = (text: string): Linted => lint(memoryTree({ [path]: text }), [path], options);

/** Each image with its command line. */
const lines = (text: string): readonly string[] =>
  run(text)
    .projects.flatMap((project) => project.images)
    .map(
      ({ image }) =>
        `${image.deployment.title}: ${image.argv === "unknown" ? image.argv : image.argv.map((word) => word.value).join(" ")}`,
    );

const found = (text: string): readonly string[] =>
  run(text).diagnostics.map(({ severity, rule }) => `${severity} ${rule}`);

const indented = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

/** A manifest of a kind with a pod template, and what its pod has. */
const workload = (kind: string, pod: string): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: shop\nspec:\n  template:\n    spec:\n${indented(pod, 6)}`;

/** The containers of a pod: one, of a published image. */
const container = (...more: readonly string[]): string =>
  `containers:\n  - name: web\n    image: debian:12\n${more.map((line) => `    ${line}\n`).join("")}`;

const bad = `command: ["sh", "-c", "a; gunicorn app:app; b"]`;

describe("what a container starts", () => {
  const httpd = (...more: readonly string[]): string =>
    workload("Deployment", container(...more).replace("debian:12", "postgres:16"));

  test.each([
    ["args replace CMD", httpd('args: ["postgres", "-c", "a=b"]'), "docker-entrypoint.sh postgres -c a=b"],
    ["command replaces ENTRYPOINT and drops CMD", httpd('command: ["a", "b"]'), "a b"],
    ["command and args", httpd("command: [a]", "args: [b, c]"), "a b c"],
    ["an empty args counts for nothing", httpd("command: [a]", "args: []"), "a"],
    ["a variable that the cluster fills in", httpd('command: [a, $(PORT), "b $(PORT)"]'), "a unknown b $(PORT)"],
    ["a value of a template", httpd('command: [a, "{{ .Values.b }}"]'), "a unknown"],
  ])("%s", (_, text, expected) => expect(lines(text)).toEqual([`container web of Deployment shop: ${expected}`]));

  test("settings", () => {
    const [image] = run(
      workload(
        "Deployment",
        `terminationGracePeriodSeconds: 5\nsecurityContext: {runAsUser: 7}\n${container(bad, "workingDir: /srv", "env:", "  - {name: A, value: '1'}", "  - {name: B, value: $(A)2}", "  - name: C")}`,
      ),
    ).projects.flatMap((project) => project.images);
    expect(image?.image).toMatchObject({ user: { value: "7" }, workdir: { value: "/srv" } });
    expect(Object.fromEntries(image?.image.env ?? [])).toMatchObject({ A: "1", B: "unknown", C: "unknown" });
    expect(image && wordsOf(image.startUp)).toMatch(/so the kubelet waits 5 s and then sends SIGKILL$/);
  });

  test("Kubernetes waits 30 s where nothing else is said", () => {
    expect(
      run(workload("Deployment", container(bad)))
        .diagnostics.map(({ message }) => message)
        .join(),
    ).toContain("the kubelet waits 30 s and then sends SIGKILL");
  });
});

describe("which containers", () => {
  test.each(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"])("of a %s", (kind) =>
    expect(found(workload(kind, container(bad)))).toEqual(["error missing-exec"]),
  );

  test("of a Pod, of a List, of several documents", () => {
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec:\n${indented(container(bad), 2)}`;
    const list = `apiVersion: v1\nkind: List\nitems:\n  -\n${indented(pod, 4)}`;
    expect(lines(`${pod}---\n${list}---\n`)).toHaveLength(2);
  });

  test.each([
    ["Job", workload("Job", container(bad))],
    ["CronJob", workload("CronJob", container(bad))],
    ["kind of somebody's own", workload("Shop", container(bad))],
  ])("not of a %s", (_, text) => expect(run(text).diagnostics).toEqual([]));

  test("no init container", () => {
    expect(
      lines(
        workload("Deployment", `${container(bad).replace("containers", "initContainers")}${container("command: [a]")}`),
      ),
    ).toEqual(["container web of Deployment shop: a"]);
  });

  test.each([
    "shareProcessNamespace: true\n",
    "hostPID: true\n",
    "os: {name: windows}\n",
    "nodeSelector: {kubernetes.io/os: windows}\n",
  ])("none with %j", (line) => {
    expect(lines(workload("Deployment", line + container(bad)))).toEqual([]);
  });

  test("none that leaves its image as it is, or that leaves open what an unknown image has", () => {
    expect(lines(workload("Deployment", container()))).toEqual([]);
    expect(lines(workload("Deployment", container("args: [a]").replace("debian:12", "example.org/x")))).toEqual([]);
    expect(lines(workload("Deployment", container("args: [a]").replace("debian:12", '"{{ .Values.image }}"')))).toEqual(
      [],
    );
  });

  test.each(["containers: x\n", "containers:\n  - x\n", "containers:\n  - name: web\n", "x: 1\n"])(
    "none of a pod that is no pod: %j",
    (pod) => expect(run(workload("Deployment", pod)).diagnostics).toEqual([]),
  );
});

describe("fixes", () => {
  test.each([
    ["a quoted word", container('command: ["/bin/sh", "-ce", "mkdir -p /x && gunicorn app:app"]')],
    ["a text in lines", container("command: [sh, -c]", "args:", "  - |", "    mkdir -p /x", "    gunicorn app:app")],
  ])("put exec into %s", (_, pod) => {
    const text = workload("Deployment", pod);
    const { changes } = fix(memoryTree({ [path]: text }), [path], { ...options, unsafe: false });
    expect(changes.map(({ after }) => after)).toEqual([text.replace("gunicorn", "exec gunicorn")]);
  });

  test("ask for no init, which Kubernetes does not have", () => {
    const { diagnostics } = run(workload("Deployment", container("command: [sleep, infinity]")));
    expect(diagnostics.map(({ rule, fixes }) => [rule, fixes.map(({ applicability }) => applicability)])).toEqual([
      ["missing-init", ["manual"]],
    ]);
  });
});

describe("a hook in front of the stop signal", () => {
  const hooked = (hook: string): string =>
    workload(
      "Deployment",
      container(bad, "lifecycle:", "  preStop:", ...hook.split("\n").map((line) => `    ${line}`)),
    );

  test.each([
    'exec: {command: ["/bin/sh", "-c", "sleep 5 && kill -TERM $(pidof gunicorn)"]}',
    "exec:\n  command: [pkill, gunicorn]",
    "httpGet: {path: /shutdown, port: 80}",
  ])("may stop what the signal does not: %j", (hook) => {
    expect(found(hooked(hook))).toEqual([]);
    expect(run(hooked(hook)).projects[0]?.images[0]?.startUp.outcome).toBe("unknown");
  });

  test.each([
    "exec: {command: [sleep, '5']}",
    'exec: {command: ["/bin/sh", "-c", "sleep 10"]}',
    "exec:\n  command: [sh, -ec, sleep $DELAY]",
    "sleep: {seconds: 5}",
  ])("that only sleeps stops nothing: %j", (hook) => {
    expect(found(hooked(hook))).toEqual(["error missing-exec"]);
  });

  test("changes nothing of what stops by the signal", () => {
    const text = hooked("exec: {command: [nginx, -s, quit]}").replace(bad, "command: [gunicorn, app]");
    expect(run(text).projects[0]?.images[0]?.startUp.outcome).toBe("graceful");
  });
});

describe("the file", () => {
  test("that is a template is one finding", () => {
    expect(found(`{{- if .Values.x }}\n${workload("Deployment", container(bad))}{{- end }}\n`)).toEqual([
      "info parse-error",
    ]);
    expect(found(workload("Deployment", container(bad)).replace("name: shop", "name: {{ .Release.Name }}"))).toEqual([
      "info parse-error",
    ]);
  });

  test("that mixes manifests with something else is none", () => {
    expect(found(`${workload("Deployment", container(bad))}---\na: 1\n`)).toEqual(["warning parse-error"]);
  });
});
