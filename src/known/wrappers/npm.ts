import type { Evidence } from "../evidence.ts";
import { measured } from "../sources.ts";

/**
 * npm 9.6.7 to 10.2 take the signal for one that their children get as well (npm/run-script pull requests 142 and 188).
 */
export const deafNpm: Evidence = measured(
  "SIGTERM",
  "npm 9.6.7, 9.9.4 and 10.2.4 do nothing; 9.6.6 and 10.3.0 pass it on",
);

/**
 * Releases of Node that come with such an npm, by the release notes of Node: first and last minor version by major
 * version.
 */
const deafReleases: Readonly<Record<string, readonly [first: number, last: number]>> = {
  18: [17, 19],
  20: [3, 11],
  21: [0, 6],
};

/**
 * Whether the npm in `node:TAG` drops the stop signal. A tag without a minor version stands for the newest, which does
 * not.
 */
export function hasDeafNpm(tag: string): boolean {
  const [, major = "", minor] = /^v?(\d+)\.(\d+)/.exec(tag) ?? [];
  const range = deafReleases[major];
  return range !== undefined && minor !== undefined && Number(minor) >= range[0] && Number(minor) <= range[1];
}
