/**
 * The answer that is being typed, kept through a reload. It belongs to this tab and its question, and is written over
 * by the next one.
 */
const KEY = "visavis.draft";

interface Draft {
  question: string;
  text: string;
}

export function readDraft(question: string): string | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Draft | null;
    return draft?.question === question ? draft.text : null;
  } catch {
    return null;
  }
}

export function keepDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Storage may be blocked; the text then lasts until the page is closed.
  }
}

export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // See above.
  }
}
