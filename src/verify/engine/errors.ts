/** The engine cannot do what is asked: it has no such image, cannot build it. The message says what to do. */
export class EngineError extends Error {
  override readonly name: string = "EngineError";
}

/** There is no engine, or none any more: nobody answers, the answer breaks off, it is none of an engine's. */
export class NoEngine extends EngineError {
  override readonly name = "NoEngine";
}

/** The engine says no; the message is its own. */
export class Refusal extends EngineError {
  override readonly name = "Refusal";
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Takes a refusal with one of some status codes for no failure. */
export function unless(...codes: readonly number[]): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Refusal) || !codes.includes(error.status)) throw error;
  };
}

/** What an error says: its message or, where that is empty, its code. */
export function reasonOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("message" in error)) return String(error);
  // A host with several addresses, none of which answers, is an error of several without words of its own.
  return error.message === "" && "code" in error ? String(error.code) : String(error.message);
}
