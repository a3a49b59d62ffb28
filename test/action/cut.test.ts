import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { cut } from "../../src/action/cut.ts";

const line = fc.stringMatching(/^[aé`| ]{0,12}$/u).filter((text) => !/^`{3}/.test(text));
const lines = fc.array(line, { maxLength: 6 }).map((all) => all.join("\n"));
const inside = fc
  .array(fc.oneof(line, fc.constantFrom("<details>x", "</details>")), { maxLength: 6 })
  .map((all) => all.join("\n"));
const fenced = fc
  .tuple(fc.constantFrom("```", "`````"), inside)
  .map(([fence, text]) => `${fence}text\n${text}\n${fence}`);
const part = fc.oneof(
  lines,
  fenced,
  fenced.map((text) => `<details><summary>The patch</summary>\n\n${text}\n\n</details>`),
);
const markdown = fc.array(part, { maxLength: 5 }).map((parts) => `${parts.join("\n\n")}\n`);

describe("cut", () => {
  test("a text that fits stays as it is", () => {
    fc.assert(
      fc.property(markdown, fc.nat(10), (text, spare) => {
        expect(cut(text, Buffer.byteLength(text) + spare)).toBe(text);
      }),
    );
  });

  test("what is left fits, begins as the whole does, says that it was cut, and leaves nothing open", () => {
    fc.assert(
      fc.property(markdown, fc.nat(600), (text, limit) => {
        fc.pre(Buffer.byteLength(text) > limit);
        const left = cut(text, limit);
        expect(Buffer.byteLength(left)).toBeLessThanOrEqual(limit);
        if (left === "") return;
        expect(left).toContain("This summary is cut");
        let fence = "";
        let folded = 0;
        for (const each of left.split("\n")) {
          if (fence !== "") fence = each === fence ? "" : fence;
          else if (/^`{3,}/.test(each)) fence = /^`+/.exec(each)?.[0] ?? "";
          else if (each.startsWith("<details>")) folded++;
          else if (each === "</details>") folded--;
        }
        expect([fence, folded]).toEqual(["", 0]);
      }),
    );
  });

  test("closes the fence and the folded part that it cuts through", () => {
    const text = `head\n\n<details><summary>The patch</summary>\n\n\`\`\`diff\n${"+line\n".repeat(100)}\`\`\`\n\n</details>\n`;
    expect(cut(text, 200)).toMatch(
      /^head\n\n<details><summary>The patch<\/summary>\n\n```diff\n(?:\+line\n)+```\n\n<\/details>\n\n\*\*This summary is cut: [^\n]*\n$/,
    );
  });

  test("a line alone that is too long is left out", () => {
    expect(cut(`head\n${"x".repeat(1000)}\n`, 150)).toMatch(/^head\n\n\*\*This summary is cut: /);
  });

  test("nothing where not even the note fits", () => {
    expect(cut("x".repeat(100), 50)).toBe("");
  });
});
