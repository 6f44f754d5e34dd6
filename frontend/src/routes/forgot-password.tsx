import { createFileRoute } from "@tanstack/react-router";

import { ForgotPasswordForm } from "@/features/auth/forgot-password-form";
import { configQuery } from "@/features/interviews/queries";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/forgot-password")({
  loader: async ({ context }) => {
    await Promise.all([
      loadTexts("auth"),
      context.queryClient.query({ ...configQuery, staleTime: "static" }),
    ]);
  },
  component: ForgotPasswordForm,
});
