/** Rounds of which the least counts: code that is not compiled yet and a busy machine only ever add time. */
const ROUNDS = 6;
/** Processor seconds below which a ratio says more of the machine than of the code. */
const FLOOR = 0.3;

/** How many times as long four times the input may take: n log n, and room. What is quadratic takes sixteen times. */
export const mostForFour = 8;

/**
 * How many times the processor time four times the input takes: of n and 4n and, where that is too much, of 4n and
 * 16n too. The smaller ratio counts, since a collection of garbage or a busy machine can spoil one of them, and what
 * is quadratic is so at any size. Zero where the time is next to nothing.
 */
export function growth(work: (n: number) => () => void, n: number): number {
  const first = ratio(work(n), work(4 * n));
  return first <= mostForFour ? first : Math.min(first, ratio(work(4 * n), work(16 * n)));
}

/** The two take turns, and the least of each counts: no more rounds than it takes to see that there is no fault. */
function ratio(small: () => void, large: () => void): number {
  small();
  let [one, four] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    one = Math.min(one, seconds(small));
    four = Math.min(four, seconds(large));
    if (four < FLOOR) return 0;
    if (round > 0 && four / one <= mostForFour) break;
  }
  return four / one;
}

function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
