/** Why a row is believed. An `unsourced` row supports no error and no safe fix. */
export interface Evidence {
  readonly kind: "measured" | "sourced" | "unsourced";
  /** What was run, or the document or file that says so. */
  readonly source: string;
}
