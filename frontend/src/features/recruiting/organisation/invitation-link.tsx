import { useTranslation } from "react-i18next";

import type { MadeInvitation } from "@/client";
import { CopyLink } from "@/components/copy-link";
import { Alert } from "@/components/ui/alert";

/** The link of an invitation that was just made, which is shown this once. */
export function InvitationLink({ made }: { made: MadeInvitation }) {
  const { t } = useTranslation("recruiting");
  return (
    <Alert role="status" title={t("invite.made", { email: made.invitation.email })}>
      <p className="mb-4">{t(made.by_letter ? "invite.byLetter" : "invite.byHand")}</p>
      <CopyLink label={t("invite.link")} link={`${location.origin}/join#${made.token}`} />
    </Alert>
  );
}
