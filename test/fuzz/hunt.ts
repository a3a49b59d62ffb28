import { inputFor } from "./cases.ts";
import { corpusIn } from "./corpus.ts";
import { Hand } from "./crew.ts";
import type { Input } from "./input.ts";
import { shown } from "./input.ts";
import type { Finding } from "./messages.ts";
import { kindOf, LARGE, SLOW } from "./oracle.ts";
import { shrunk } from "./shrink.ts";

/** Inputs that a worker is asked for at once. */
const BATCH = 50;
/** Milliseconds that shrinking an input may take. */
const PATIENCE = 60_000;
/** Inputs after which a long run says how far it has come: whoever ends it knows what was examined. */
const STRIDE = 10_000;

/** Which inputs to make, and in how many processes. */
export interface Hunt {
  readonly program: string;
  readonly first: number;
  readonly count: number;
  readonly hands: number;
}

/** Findings of one kind: the first, and how many there are. */
export interface Kind {
  readonly first: Finding;
  readonly number: number;
}

/** Examines inputs, shared out over processes. Gives what was found by its kind. */
export async function hunt({ program, first, count, hands }: Hunt): Promise<readonly Kind[]> {
  const kinds = new Map<string, Kind>();
  const note = (finding: Finding): void => {
    const had = kinds.get(kindOf(finding));
    // At once: whoever ends the run before the smallest input is found still knows where to look.
    if (!had) process.stderr.write(`seed ${finding.seed}: ${kindOf(finding).slice(0, 200)}\n`);
    kinds.set(kindOf(finding), {
      first: had && had.first.seed < finding.seed ? had.first : finding,
      number: (had?.number ?? 0) + 1,
    });
  };
  const slow: Finding[] = [];
  let next = first;
  let done = 0;
  const end = first + count;
  const work = async (hand: Hand): Promise<void> => {
    while (next < end) {
      const from = next;
      next += BATCH;
      for (const finding of await examined(hand, from, Math.min(BATCH, end - from)))
        if (finding.property === SLOW) slow.push(finding);
        else note(finding);
      done += Math.min(BATCH, end - from);
      if (done % STRIDE === 0) process.stderr.write(`${done} inputs examined\n`);
    }
    hand.end();
  };
  await Promise.all(Array.from({ length: hands }, () => work(new Hand(program))));
  // Once more, alone: two processes on the threads of one processor take longer than each by itself.
  for (const { seed } of slow) {
    const hand = new Hand(program);
    const again = await examined(hand, seed, 1);
    hand.end();
    process.stderr.write(`seed ${seed}: took long, and ${again.length > 0 ? "too long" : "less than it may"} alone\n`);
    for (const finding of again) note(finding);
  }
  return [...kinds.values()].sort((a, b) => b.number - a.number);
}

/** The findings of some seeds; if the process does not survive them, seed by seed. */
async function examined(hand: Hand, first: number, count: number): Promise<readonly Finding[]> {
  const answer = await hand.ask({ kind: "seeds", first, count });
  if (!("property" in answer)) return answer;
  if (count === 1) return [{ ...answer, seed: first }];
  const findings: Finding[] = [];
  for (let seed = first; seed < first + count; seed++) {
    // In a process of its own: what one has done before costs time and memory too.
    hand.end();
    findings.push(...(await examined(hand, seed, 1)));
  }
  if (findings.length > 0) return findings;
  // Each input has its own limits.
  if (answer.property !== SLOW && answer.property !== LARGE) {
    throw new Error(
      `a process did not survive the inputs ${first} to ${first + count - 1} together, and each alone: ` +
        `${answer.message}`,
    );
  }
  return findings;
}

/** A finding as people can read it: the smallest input that it is true of, and how to have it again. */
export async function smallest(program: string, root: string, { seed, property, message }: Finding): Promise<string> {
  const hand = new Hand(program);
  const kind = kindOf({ property, message });
  let complaint = message;
  const fails = async (input: Input): Promise<boolean> => {
    const found = (await hand.examine(input)).find((each) => kindOf(each) === kind);
    complaint = found?.message ?? complaint;
    return found !== undefined;
  };
  const small = await shrunk(inputFor(seed, corpusIn(root)), fails, performance.now() + PATIENCE);
  hand.end();
  return `${complaint}\n\n${shown(small)}\n\nPID1LINT_SEED=${seed} npm run test:fuzz examines this input alone`;
}
