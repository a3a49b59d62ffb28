/** Options of the shell that change what a script does. */
export interface Options {
  /** `set -e`. */
  readonly errexit: boolean;
  /** `set -u`. */
  readonly nounset: boolean;
  /** `set -o pipefail`. */
  readonly pipefail: boolean;
  /** `set -m`: background jobs are in process groups of their own, and do not start with SIGINT and SIGQUIT ignored. */
  readonly monitor: boolean;
  /** bash goes by POSIX's rules: `set -o posix`, or called as `sh`. */
  readonly posix: boolean;
}
