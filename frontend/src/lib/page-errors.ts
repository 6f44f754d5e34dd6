import { logPageError, type PageError } from "@/client";

import { ApiError, OutdatedPageError, UnexpectedAnswerError, UnreachableError } from "./errors";

type Frame = PageError["frames"][number];

const MAX_FRAMES = 30;
/** The end of a line of a stack, in every browser: `…/room-page-C3.js:1:2345`, perhaps in brackets. */
const PLACE = /\/([\w$.-]{1,120})(?:\?\S*)?:(\d+):(\d+)\)?$/;
const CLASS = /^[A-Za-z_$][\w$.]{0,79}$/;

const componentStacks = new WeakMap<object, string>();

/** React tells of the components where it catches an error, and not where the error is shown. */
export function noteComponents(error: unknown, stack: string | undefined): void {
  if (typeof error === "object" && error !== null && stack !== undefined) componentStacks.set(error, stack);
}

/** Whether the page itself broke: of what the server answered, or did not, it knows as much as the page. */
export function isOfPage(error: unknown): boolean {
  return ![ApiError, UnreachableError, UnexpectedAnswerError, OutdatedPageError].some(
    (kind) => error instanceof kind,
  );
}

/** Tells the server's log what broke under this number. Its message stays here: it may quote what the page shows. */
export async function reportPageError(number: string, error: unknown): Promise<void> {
  try {
    await logPageError({ body: describePageError(number, error), keepalive: true });
  } catch {
    // Without a server the number leads to the browser's console alone.
  }
}

export function describePageError(number: string, error: unknown): PageError {
  const told = { number, build: buildName() };
  if (!(error instanceof Error)) return { ...told, error: typeof error, frames: [], components: [] };
  return {
    ...told,
    error: CLASS.test(error.name) ? error.name : "Error",
    frames: readFrames(withoutMessage(error)),
    components: readFrames(componentStacks.get(error) ?? ""),
  };
}

/** A stack begins with its error's message in Chromium, and has none of it in Firefox and Safari. */
function withoutMessage({ message, stack = "" }: Error): string {
  const quoted = message.split("\n").filter((line) => line !== "");
  return stack
    .split("\n")
    .filter((line) => !quoted.some((words) => line.endsWith(words)))
    .join("\n");
}

/** The places in files of our own, by their names: addresses may hold what nobody else is to read. */
function readFrames(stack: string): Frame[] {
  return stack
    .split("\n")
    .filter((line) => line.includes(`${location.origin}/`))
    .flatMap((line) => {
      const [, file, row, column] = PLACE.exec(line.trim()) ?? [];
      return file === undefined ? [] : [{ file, line: Number(row), column: Number(column) }];
    })
    .slice(0, MAX_FRAMES);
}

function buildName(): string {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? "";
  return /\/([\w$.-]{1,120})(?:\?\S*)?$/.exec(entry)?.[1] ?? "unknown";
}
