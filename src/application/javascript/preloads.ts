import type { Known } from "../../text/diagnostic.ts";

const option = /^(?:-r|--require|--import|--loader|--experimental-loader|--preload)(?:=(.*))?$/;

/** The modules that a command line of Node has loaded in front of its program; "unknown" for what it does not tell. */
export function preloadsOf(argv: readonly Known<string>[]): readonly Known<string>[] {
  const found: Known<string>[] = [];
  for (const [index, word] of argv.entries()) {
    if (index > 0 && word !== "unknown" && !word.startsWith("-") && !option.test(argv[index - 1] ?? "")) break;
    const match = option.exec(word);
    if (match) found.push(match[1] ?? argv[index + 1] ?? "unknown");
  }
  return found;
}
