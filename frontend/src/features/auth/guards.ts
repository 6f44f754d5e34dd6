import { redirect } from "@tanstack/react-router";

import type { Session } from "@/lib/session";

interface Guarded {
  context: { session: Session };
  location: { href: string };
}

/** Sends a visitor who is not signed in to the sign-in page, and back afterwards. */
export async function requireSignedIn({ context, location }: Guarded): Promise<void> {
  const state = await context.session.restore();
  if (state.kind === "signed-in") return;
  // Routes throw redirects.
  throw redirect({ to: "/sign-in", search: { next: location.href }, replace: true });
}

/** Finds out who a visitor is, where a page that anybody may see shows it; an unreachable server does not matter. */
export async function restoreQuietly({ context }: Pick<Guarded, "context">): Promise<void> {
  if (context.session.mayBeSignedIn) await context.session.restore().catch(() => undefined);
}

/** A path of our own to go to after sign-in; anything else, such as another site, is refused. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== "string" || !next.startsWith("/") || next.startsWith("//") || next.includes("\\")) {
    return undefined;
  }
  return next;
}
