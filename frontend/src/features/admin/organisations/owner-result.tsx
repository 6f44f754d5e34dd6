import { useTranslation } from "react-i18next";

import type { MadeOrganisation } from "@/client";
import { Alert } from "@/components/ui/alert";
import { InvitationLink } from "@/features/recruiting/organisation/invitation-link";

/** Who owns it now, or the link for whoever is invited to, which is shown this once. */
export function OwnerResult({ made, owner }: { made: MadeOrganisation; owner: string }) {
  const { t } = useTranslation("admin");
  if (made.invited !== null) return <InvitationLink made={made.invited} />;
  return <Alert role="status">{t("organisations.found.owned", { email: owner })}</Alert>;
}
