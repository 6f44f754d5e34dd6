import { createFileRoute } from "@tanstack/react-router";

import { requireSignedIn } from "@/features/auth/guards";
import { recordingUploads } from "@/features/recording/uploads";
import { meQuery } from "@/features/auth/queries";

/** Everything below needs an account; its loaders find the user in `context.user`. */
export const Route = createFileRoute("/_signed-in")({
  beforeLoad: async ({ context, location }) => {
    await requireSignedIn({ context, location });
    // What an earlier visit recorded and could not send.
    recordingUploads.wake();
    return { user: await context.queryClient.query({ ...meQuery, staleTime: "static" }) };
  },
});
