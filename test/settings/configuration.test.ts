import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { vocabulary } from "../../src/cli/inputs/config-vocabulary.ts";
import { choiceFor, configSchema, reaches, readConfig, severityIn } from "../../src/settings/configuration.ts";
import type { Config } from "../../src/settings/configuration.ts";
import { findConfigs } from "../../src/settings/find-configuration.ts";
import { readHadolint } from "../../src/settings/hadolint.ts";
import { memoryTree } from "../../src/files/tree.ts";
import { Source } from "../../src/text/source.ts";

const schema: object = JSON.parse(readFileSync("pid1lint.schema.json", "utf8"));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

/** What is wrong in a text, each with line and column. */
function mistakes(text: string): readonly string[] {
  const source = new Source("/app/pid1lint.yaml", text);
  const read = readConfig(source, vocabulary);
  if (read.ok) return [];
  return read.mistakes.map(
    ({ at, message }) => `${source.position(at.start).line}:${source.position(at.start).column}: ${message}`,
  );
}

function config(text: string): Config {
  const read = readConfig(new Source("/app/pid1lint.yaml", text), vocabulary);
  if (!read.ok) throw new Error(read.mistakes[0].message);
  return read.value;
}

describe("the published schema", () => {
  test("is what the reader is made of", () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(configSchema(vocabulary))));
  });

  const junk = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -9, max: 99 }),
    fc.constant(1.5),
    fc.string(),
    fc.array(fc.string(), { maxLength: 2 }),
    fc.constant({ a: 1 }),
  );
  const mostly = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: junk });
  const rules = fc.dictionary(
    mostly(fc.constantFrom(...vocabulary.rules.keys())).map(String),
    mostly(fc.constantFrom("off", "error", "warning", "info")),
    { maxKeys: 3 },
  );
  const patterns = fc.array(mostly(fc.constantFrom("api/", "*.dev", "!x", "/a/**", "./a", "../a", "#a", " ", "")), {
    maxLength: 2,
  });
  const override = fc.record(
    {
      files: mostly(patterns),
      rules: mostly(rules),
      context: mostly(fc.constantFrom(".", "a/b")),
      target: mostly(fc.constantFrom("prod", 0, "1")),
    },
    { requiredKeys: [] },
  );
  const format = fc.constantFrom(...vocabulary.formats, "sarif=a/b.sarif", "json=a=b", "text=", "=a", "txt=a");
  const written = fc
    .record(
      {
        "rules": mostly(rules),
        "ignore": mostly(patterns),
        "overrides": mostly(fc.array(mostly(override), { maxLength: 2 })),
        "base-images": mostly(fc.dictionary(fc.constantFrom("a", "b/c"), mostly(fc.constant("d")))),
        "fail-on": mostly(fc.constantFrom("never", "error")),
        "format": mostly(fc.oneof(format, fc.array(mostly(format), { maxLength: 2 }))),
        "fail-On": fc.constant("error"),
      },
      { requiredKeys: [] },
    )
    .map(({ "fail-On": slip, ...rest }) =>
      slip !== undefined && Object.keys(rest).length % 4 === 3 ? { ...rest, "fail-On": slip } : rest,
    );

  test("accepts what the reader accepts, and nothing else, as YAML and as JSON", () => {
    const counts = { good: 0, bad: 0 };
    fc.assert(
      fc.property(mostly(written), (value) => {
        const valid = validate(value);
        counts[valid ? "good" : "bad"]++;
        for (const text of [stringify(value), JSON.stringify(value), JSON.stringify(value, null, "\t")])
          expect([text, mistakes(text).length === 0]).toEqual([text, valid]);
      }),
      { numRuns: 500 },
    );
    expect(Math.min(counts.good, counts.bad)).toBeGreaterThan(20);
  });
});

describe("what is wrong is told with its place, what is allowed, and what was meant", () => {
  test.each([
    ["rules:\n  misssing-init: off\n", '2:3: rules: unknown key "misssing-init"; did you mean "missing-init"?'],
    [
      "rules: {missing-init: of}\n",
      '1:23: rules.missing-init: "of" is not one of off, error, warning, info; did you mean "off"?',
    ],
    ["rules: {missing-init: true}\n", '1:23: rules.missing-init: "true" is not one of off, error, warning, info'],
    ["rules:\n  missing-init:\n", "2:16: rules.missing-init: nothing is not one of off, error, warning, info"],
    ["rules: [missing-init]\n", "1:8: rules must be a mapping, not a list"],
    ["ignore: examples/\n", "1:9: ignore must be a list, not a string; use [examples/]"],
    ["ignore:\n  - a/\n  - 2024\n", "3:5: ignore[1] must be a string, not a number; put it in quotes"],
    [
      "ignore: [../shared]\n",
      '1:10: ignore[0]: "../shared": it matches nothing; write a .gitignore pattern, relative to this file\'s folder, without "." and ".." ("api/", "*.dev", "/Dockerfile")',
    ],
    ["overrides:\n  - rules: {missing-init: off}\n", "2:5: overrides[0].files is missing"],
    [
      "overrides: [{files: [a], target: 1.5}]\n",
      "1:34: overrides[0].target must be a string or a whole number, not 1.5",
    ],
    ["failOn: error\n", '1:1: unknown key "failOn"; did you mean "fail-on"?'],
    ["zzz: 1\n", '1:1: unknown key "zzz"; known are rules, ignore, overrides, base-images, fail-on, format'],
    ["fail-on: errors\n", '1:10: fail-on: "errors" is not one of error, warning, info, never; did you mean "error"?'],
    [
      "format: githbu\n",
      expect.stringMatching(/^1:9: format: "githbu" is not one of text, json, .*; did you mean "github"\?$/),
    ],
    [
      "format: [text, sarif=x]\n",
      "1:9: format: a configuration names a format, not a file; use --format sarif=x on the command line",
    ],
    [
      "format: json=/x\n",
      "1:9: format: a configuration names a format, not a file; use --format json=/x on the command line",
    ],
    [
      "format: [text]\n",
      "1:9: format: a configuration names one format; use --format FORMAT=FILE on the command line for more",
    ],
    [
      "format: []\n",
      "1:9: format: a configuration names one format; use --format FORMAT=FILE on the command line for more",
    ],
    ["base-images: {x: ''}\n", "1:18: base-images.x is empty"],
    ["- a\n", "1:1: the file must be a mapping, not a list"],
    ["fail-on: error\nfail-on: info\n", "2:1: This YAML cannot be read: Map keys must be unique"],
    [
      "rules: [a\n",
      "2:1: This YAML cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["fail-on: error\n---\nfail-on: info\n", "3:1: a second document starts here; only one is allowed"],
  ])("%j", (text, message) => expect(mistakes(text)).toEqual([message]));

  test("all of it, in the order of the file", () => {
    expect(
      mistakes("ignore: 1\nrules: {a: off, missing-init: x}\n").map((each) => each.split(":", 2).join(":")),
    ).toEqual(["1:9", "2:9", "2:31"]);
  });

  test.each(["", "# nothing but a comment\n", "---\n", "rules:\nignore:\noverrides:\nbase-images:\n", "{}\n"])(
    "nothing at all is an empty configuration: %j",
    (text) => expect(mistakes(text)).toEqual([]),
  );
});

test("the example of its page is a configuration, with every key", () => {
  const [, example = ""] =
    /^# Configuration\n[^]*?^```yaml\n([^]*?)^```$/m.exec(readFileSync("docs/configuration.md", "utf8")) ?? [];
  expect(mistakes(example)).toEqual([]);
  const { properties }: { readonly properties?: object } = schema;
  expect(Object.keys(parse(example))).toEqual(Object.keys(properties ?? {}));
});

describe("what holds for a file", () => {
  const text =
    "rules: {missing-exec: info}\nignore: [/legacy/, '*.dev', '!keep.dev']\noverrides:\n  - {files: [api/], rules: {missing-exec: error}, context: ., target: 0}\n  - {files: [api/old*], rules: {missing-exec: off, missing-init: off}}\n";

  test("rules: the last override that matches, then the general ones", () => {
    const severity = (rule: string, path: string): string | undefined => severityIn(config(text), rule, path)?.value;
    expect(
      ["/app/run.sh", "/app/api/run.sh", "/app/api/old.sh", "/app/sub/api/x/run.sh", "/run.sh"].map((path) =>
        severity("missing-exec", path),
      ),
    ).toEqual(["info", "error", "off", "error", "info"]);
    expect(["/app/api/run.sh", "/app/api/old.sh"].map((path) => severity("missing-init", path))).toEqual([
      undefined,
      "off",
    ]);
  });

  test("context and target of a Dockerfile; a later override without one leaves it", () => {
    expect(choiceFor(config(text), "context", "/app/api/old.Dockerfile")).toMatchObject({ value: "." });
    expect(choiceFor(config(text), "target", "/app/api/Dockerfile")).toMatchObject({ value: "0" });
    expect(choiceFor(config(text), "target", "/app/Dockerfile")).toBeUndefined();
  });

  test("ignored paths, as git would ignore them, below the folder of the file", () => {
    const ignored = (path: string): string | undefined => config(text).ignored(path)?.value;
    expect(
      [
        "/app/legacy/a/Dockerfile",
        "/app/x/legacy/Dockerfile",
        "/app/a.dev",
        "/app/keep.dev",
        "/other/a.dev",
        "/app",
      ].map(ignored),
    ).toEqual(["/legacy/", undefined, "*.dev", undefined, undefined, undefined]);
  });
});

test("a severity reaches a threshold that is as grave, or less so", () => {
  const reaching = (["never", "error", "warning", "info"] as const).map((threshold) =>
    (["error", "warning", "info"] as const).filter((severity) => reaches(severity, threshold)),
  );
  expect(reaching).toEqual([[], ["error"], ["error", "warning"], ["error", "warning", "info"]]);
});

describe("where a configuration is looked for", () => {
  const found = (files: Readonly<Record<string, string>>, folder = "/repo/a/b"): readonly string[] =>
    findConfigs(memoryTree({ "/repo/a/b/Dockerfile": "", ...files }), folder, "/repo").map(({ source }) => source.path);

  test("upwards to the top, and the nearest counts", () => {
    expect(found({ "/repo/pid1lint.yaml": "" })).toEqual(["/repo/pid1lint.yaml"]);
    expect(found({ "/repo/pid1lint.yaml": "", "/repo/a/.pid1lint.yaml": "" })).toEqual(["/repo/a/.pid1lint.yaml"]);
    expect(found({ "/pid1lint.yaml": "", "/repo/a/b/c/pid1lint.yaml": "" })).toEqual([]);
  });

  test("several of one folder", () => {
    expect(found({ "/repo/a/pid1lint.yml": "", "/repo/a/package.json": '{"pid1lint": {}}' })).toEqual([
      "/repo/a/pid1lint.yml",
      "/repo/a/package.json",
    ]);
  });

  test("a package.json counts if it has the key itself, whatever else is in it", () => {
    expect(found({ "/repo/package.json": '{"name": "pid1lint", "devDependencies": {"pid1lint": "1"}}' })).toEqual([]);
    expect(found({ "/repo/package.json": '{"//": 1, "//": 2, "pid1lint": {"fail-on": "info"}}' })).toEqual([
      "/repo/package.json",
    ]);
    expect(found({ "/repo/package.json": '{"pid1lint-x": {}, ' })).toEqual([]);
  });

  test("places in a package.json are those of the file", () => {
    const text = '\uFEFF{\n\t"name": "x",\n\t"pid1lint": {\n\t\t"rules": {"missing-init": "none"}\n\t}\n}\n';
    const [file] = findConfigs(memoryTree({ "/repo/package.json": text }), "/repo", "/repo");
    if (!file) throw new Error("not found");
    const read = readConfig(file.source, vocabulary);
    if (read.ok) throw new Error("accepted");
    expect(file.source.position(read.mistakes[0].at.start)).toMatchObject({ line: 4, column: 29 });
  });

  test("a package.json that means to have one and is broken is told of", () => {
    expect(findConfigs(memoryTree({ "/repo/package.json": '{"pid1lint": {},}' }), "/repo", "/repo")).toMatchObject([
      { broken: expect.stringMatching(/^invalid JSON: /) },
    ]);
  });
});

describe("what hadolint's configuration says", () => {
  const counterparts = (id: string): readonly string[] => (id === "DL3025" ? ["a", "b"] : id === "DL4003" ? ["c"] : []);
  const read = (text: string): unknown => {
    const result = readHadolint(new Source("/.hadolint.yaml", text), counterparts);
    return "rules" in result
      ? [[...result.rules].map(([rule, { severity }]) => `${rule}: ${severity}`), result.failOn?.threshold]
      : result.message;
  };

  test.each([
    ["ignored:\n  - DL3025\n  - DL3008\n", [["a: off", "b: off"], undefined]],
    [
      "override:\n  error: [DL3025]\n  style: [DL4003]\nfailure-threshold: style\n",
      [["a: error", "b: error", "c: info"], "info"],
    ],
    ["override: {info: [DL3025]}\nignored: [DL3025]\nfailure-threshold: none\n", [["a: off", "b: off"], "never"]],
    ["no-fail: true\nfailure-threshold: error\ntrustedRegistries: [docker.io]\n", [[], "never"]],
    ["", [[], undefined]],
    ["ignored: [\n", expect.stringMatching(/cannot be read/)],
  ])("%j", (text, expected) => expect(read(text)).toEqual(expected));
});
