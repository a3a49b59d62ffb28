import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import type { Outcome } from "../../src/stop/outcome.ts";
import { Source } from "../../src/text/source.ts";
import type { Shell } from "../properties/shells.ts";
import { composed, inImage } from "./grammar.ts";
import type { Composed } from "./grammar.ts";
import { measure, pid1Shells } from "./pid1.ts";

/** The columns of the table, with the image that has the shell in this place. */
const images = {
  dash: { from: "debian:12-slim", shell: "/bin/sh" },
  bash: { from: "debian:12-slim", shell: "/bin/bash" },
  ash: { from: "alpine:3.20", shell: "/bin/sh" },
} as const;
const columns = ["dash", "bash", "ash"] as const;

/**
 * What was measured, by the name of the start-up: one word where the shells agree, or one for each of dash 0.5.12, bash
 * 5.2 and busybox ash 1.35.
 */
const place = new URL("./composed.json", import.meta.url);
const table: Readonly<Record<string, string>> = JSON.parse(readFileSync(place, "utf8"));

/**
 * How many start-ups a run measures anew: "all" takes half an hour of one processor, "write" does the same and writes
 * the table.
 */
const wanted = process.env["PID1LINT_MEASURE"] ?? "12";

function measuredOf(name: string, shell: Shell["name"]): string {
  const words = (table[name] ?? "").split(" ");
  return words[words.length === 1 ? 0 : columns.indexOf(shell)] ?? "";
}

function predicted({ files }: Composed, shell: Shell["name"]): Outcome | "no image" {
  const image = images[shell];
  const scripts = Object.entries(files).map(([name, text]) => [
    `/${name}`,
    text.replace("#!SHELL", `#!${image.shell}`),
  ]);
  const copies = Object.keys(files).map((name) => `COPY --chmod=755 ${name} ${inImage}/${name}`);
  const dockerfile = [
    `FROM ${image.from}`,
    "COPY --chmod=755 app /usr/local/bin/app",
    ...copies,
    `ENTRYPOINT ["${inImage}/ep.sh"]`,
    'CMD ["app"]\n',
  ].join("\n");
  const tree = memoryTree({ "/app": "\u007fELF\u0002\u0001\u0001", ...Object.fromEntries(scripts) });
  return openProject(tree, new Source("/Dockerfile", dockerfile)).images[0]?.startUp.outcome ?? "no image";
}

/** Every so many of the start-ups in every shell, as many as are wanted. */
function sample(): readonly { readonly each: Composed; readonly shell: Shell }[] {
  const all = composed.flatMap((each) => pid1Shells.map((shell) => ({ each, shell })));
  const step = /^\d+$/.test(wanted) ? Math.max(1, Math.floor(all.length / Math.max(1, Number(wanted)))) : 1;
  return all.filter((_, index) => index % step === 0);
}

/** What is measured differs from the table only if it does so again with more time: the machine may be busy. */
async function measureAgain(each: Composed, shell: Shell): Promise<Outcome> {
  const first = await measure(each, shell);
  return first === measuredOf(each.name, shell.name) ? first : measure(each, shell, 4);
}

async function measureAll(jobs: ReturnType<typeof sample>): Promise<ReadonlyMap<string, Outcome>> {
  const found = new Map<string, Outcome>();
  const waiting = jobs.values();
  const worker = async (): Promise<void> => {
    for (const { each, shell } of waiting) found.set(`${shell.name}: ${each.name}`, await measureAgain(each, shell));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return found;
}

function written(found: ReadonlyMap<string, Outcome>): string {
  const rows = composed.map(({ name }) => {
    const outcomes = columns.map((shell) => found.get(`${shell}: ${name}`) ?? measuredOf(name, shell));
    return [name, new Set(outcomes).size === 1 ? outcomes[0] : outcomes.join(" ")];
  });
  return `{\n${rows.map(([name, outcome]) => `  ${JSON.stringify(name)}: ${JSON.stringify(outcome)}`).join(",\n")}\n}\n`;
}

describe("start-ups that are put together of parts", () => {
  test("have a row each", () => {
    expect(Object.keys(table)).toEqual(composed.map(({ name }) => name));
    expect(composed.length).toBeGreaterThan(600);
  });

  describe.each(columns)("in %s", (shell) => {
    const rows = composed.map((each) => ({ each, is: measuredOf(each.name, shell), says: predicted(each, shell) }));

    test("end as it was measured", () => {
      const wrong = rows.filter(({ is, says }) => says !== is && says !== "unknown");
      expect(wrong.map(({ each, is, says }) => `${each.name}: ${is}, and not ${says}`)).toEqual([]);
    });

    test("are unknown in two of a hundred at most", () => {
      expect(rows.filter(({ says }) => says === "unknown").length).toBeLessThanOrEqual(composed.length / 50);
    });
  });

  const few = pid1Shells.length === 0 ? test.skip : test;
  few(
    `end today as the table says: ${wanted} of them`,
    async () => {
      const found = await measureAll(sample());
      if (wanted === "write") writeFileSync(place, written(found));
      const differences = [...found].filter(([name, outcome]) => {
        const [shell, ...rest] = name.split(": ");
        const column = columns.find((each) => each === shell);
        return column !== undefined && measuredOf(rest.join(": "), column) !== outcome;
      });
      expect(wanted === "write" ? [] : differences).toEqual([]);
    },
    3_600_000,
  );
});
