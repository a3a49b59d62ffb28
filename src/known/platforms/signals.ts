/** Linux x86-64, in the order of their numbers from 1; two names of the C library's own stand for 32 and 33. */
const names = (
  "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP " +
  "TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS 32 33"
).split(" ");

const aliases: ReadonlyMap<string, string> = new Map([
  ["CLD", "CHLD"],
  ["IOT", "ABRT"],
  ["POLL", "IO"],
]);

const firstRealTime = 34;
const lastRealTime = 64;
/** The engine's table names this many real-time signals from below; those above count down from RTMAX. */
const fromBelow = 15;

const byName: ReadonlyMap<string, string> = new Map(
  Array.from({ length: lastRealTime }, (_, index) => nameOf(index + 1)).map((name) => [name, `SIG${name}`]),
);

function nameOf(number: number): string {
  if (number < firstRealTime) return names[number - 1] ?? "";
  const above = number - firstRealTime;
  if (above <= fromBelow) return above === 0 ? "RTMIN" : `RTMIN+${above}`;
  const below = lastRealTime - number;
  return below === 0 ? "RTMAX" : `RTMAX-${below}`;
}

/** "TERM", "sigterm", "15", "SIGRTMIN+3" -> "SIGTERM", "SIGRTMIN+3"; undefined if it is no signal. */
export function canonicalSignal(text: string): string | undefined {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return number >= 1 && number <= lastRealTime ? `SIG${nameOf(number)}` : undefined;
  }
  const name = text.toUpperCase().replace(/^SIG/, "");
  if (/^\d+$/.test(name)) return undefined;
  return byName.get(aliases.get(name) ?? name);
}
