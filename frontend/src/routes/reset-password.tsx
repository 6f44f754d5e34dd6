import { createFileRoute, useLocation } from "@tanstack/react-router";

import { ResetPasswordForm } from "@/features/auth/reset-password-form";
import { loadTexts } from "@/i18n/load";

export const Route = createFileRoute("/reset-password")({
  loader: () => loadTexts("auth"),
  component: ResetPassword,
});

function ResetPassword() {
  const token = useLocation({ select: (location) => location.hash });
  return <ResetPasswordForm token={token} />;
}
