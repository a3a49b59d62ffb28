import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { quote } from "../../src/startup/runners/package-json.ts";
import { jsonArray } from "../../src/remedies/arrays.ts";
import { plainCommand } from "../../src/shell/plain-command.ts";
import { MappedText } from "../../src/text/source.ts";
import { properties, soaks } from "./cases.ts";
import type { Look } from "./cases.ts";
import { shells, wordsOf } from "./shells.ts";
import { words } from "./words.ts";

test("the shells are there to ask; busybox, which fewer machines have, for a soak", () => {
  const names = shells.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(soaks ? ["dash", "bash", "ash"] : ["dash", "bash"]));
});

/** A JSON array of strings, read. */
function strings(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new Error(`${json} is no array`);
  return value.map(String);
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

describe("shell text that is written as an array", () => {
  interface Seen {
    readonly text: string;
    readonly array: readonly string[] | undefined;
    readonly real: Readonly<Record<string, readonly string[] | undefined>>;
  }
  const look: Look<string, Seen> = (batch) => {
    const read = batch.map((text) => {
      const argv = plainCommand(MappedText.identity("/Dockerfile", text, 0));
      return { text, array: argv && strings(jsonArray(argv)) };
    });
    // Of a text that only a shell understands nothing is claimed.
    const plain = read.filter((each) => each.array !== undefined);
    const answers = shells.map(
      (shell) =>
        [
          shell.name,
          wordsOf(
            shell,
            plain.map((each) => each.text),
          ),
        ] as const,
    );
    const seen = new Map(
      plain.map((each, index) => [
        each,
        { ...each, real: Object.fromEntries(answers.map(([name, all]) => [name, all[index]])) },
      ]),
    );
    return read.map((each) => seen.get(each));
  };
  const holds =
    (name: string) =>
    ({ text, array, real }: Seen): string | undefined => {
      return show(array) === show(real[name])
        ? undefined
        : `${show(text)} is ${show(array)}, but ${name} says ${show(real[name])}`;
    };
  properties(
    words.map((text) => `app ${text}`),
    look,
    Object.fromEntries(shells.map(({ name }) => [`has the words that ${name} passes on`, holds(name)])),
  );
});

describe("any words that are quoted for a shell", () => {
  interface Seen {
    readonly argv: readonly string[];
    readonly real: Readonly<Record<string, readonly string[] | undefined>>;
  }
  // A program's argument has no NUL in it, and a file in UTF-8 no half of a pair.
  const argument = fc.string({ unit: "binary", maxLength: 8 }).map((text) => text.replaceAll("\0", ""));
  const look: Look<readonly string[], Seen> = (batch) => {
    const texts = batch.map((argv) => argv.map(quote).join(" "));
    const answers = shells.map((shell) => [shell.name, wordsOf(shell, texts)] as const);
    return batch.map((argv, index) => ({
      argv,
      real: Object.fromEntries(answers.map(([name, all]) => [name, all[index]])),
    }));
  };
  const holds =
    (name: string) =>
    ({ argv, real }: Seen): string | undefined => {
      const read = plainCommand(MappedText.identity("/package.json", `app ${argv.map(quote).join(" ")}`, 0));
      if (show(read) !== show(["app", ...argv])) return `${show(argv)} is read back as ${show(read)}`;
      return show(real[name]) === show(argv) ? undefined : `${show(argv)} is ${show(real[name])} to ${name}`;
    };
  properties(
    fc.array(argument, { minLength: 1, maxLength: 4 }),
    look,
    Object.fromEntries(shells.map(({ name }) => [`are the same words to ${name}`, holds(name)])),
  );
});
