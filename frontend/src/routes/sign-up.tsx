import { createFileRoute, redirect } from "@tanstack/react-router";

import { restoreQuietly, safeNext } from "@/features/auth/guards";
import { SignUpForm } from "@/features/auth/sign-up-form";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/sign-up")({
  validateSearch: (search): { next?: string | undefined } => ({ next: safeNext(search["next"]) }),
  beforeLoad: async ({ context, search }) => {
    await restoreQuietly({ context });
    if (context.session.state.kind === "signed-in")
      throw redirect({ href: search.next ?? "/home", replace: true });
  },
  loader: () => loadTexts("auth"),
  component: SignUp,
});

function SignUp() {
  const { next } = Route.useSearch();
  return <SignUpForm next={next} />;
}
