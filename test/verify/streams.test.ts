import { describe, expect, test } from "@jest/globals";
import { demultiplex, lastWords, readBuildLine } from "../../src/verify/engine/streams.ts";

function framed(stream: number, content: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(stream, 0);
  head.writeUInt32BE(Buffer.byteLength(content), 4);
  return Buffer.concat([head, Buffer.from(content)]);
}

describe("a container's output", () => {
  test("loses its frames, both streams in their order", () => {
    expect(demultiplex(Buffer.concat([framed(1, "ready\n"), framed(2, "ä warning\n"), framed(1, "")]))).toBe(
      "ready\nä warning\n",
    );
  });

  test("without frames is as it is", () =>
    expect(demultiplex(Buffer.from("plain terminal\n"))).toBe("plain terminal\n"));
  test("may be empty, or cut off", () => {
    expect(demultiplex(Buffer.alloc(0))).toBe("");
    expect(demultiplex(framed(1, "hello").subarray(0, 10))).toBe("he");
  });
});

describe("what the engine says during a build", () => {
  test.each([
    ['{"stream":"Step 1/2"}', "Step 1/2", undefined],
    ['{"errorDetail":{"code":1},"error":"RUN failed"}', "", "RUN failed"],
    ['{"id":"moby.buildkit.trace","aux":"abc"}', "", undefined],
    ["no JSON", "", undefined],
    ["null", "", undefined],
  ])("%s", (line, output, error) => expect(readBuildLine(line)).toEqual({ output, error }));
});

test("last words are the last three lines in one", () => {
  expect(lastWords("a\nb\n\n  c\nd\n")).toBe("last output: c | d");
  expect(lastWords("a\n")).toBe("last output: a");
  expect(lastWords("\n")).toBe("");
});
