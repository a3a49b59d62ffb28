interface Named {
  /** ENTRYPOINT or CMD. */
  readonly keyword: string;
}

/** What is said of an instruction that a later one overrides. */
export const messages = {
  overridden: ({ keyword }: Named) => `this ${keyword} is overridden by a later ${keyword} in this stage`,
};

/** What is said of the instruction that counts. */
export const places = { later: "this one takes effect" };
