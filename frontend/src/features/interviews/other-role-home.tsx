import { useTranslation } from "react-i18next";

import type { UserOut } from "@/client";
import { Page } from "@/components/page";
import { Card } from "@/components/ui/card";

/** What recruiters find until there are pages for them: what exists, and what does not. */
export function OtherRoleHome({ user }: { user: UserOut }) {
  const { t } = useTranslation("home");
  const { t: common } = useTranslation();
  const role = common(`role.${user.role}`);
  return (
    <Page title={t("otherRole.account")} className="max-w-reading">
      <h1 className="mb-6 text-headline">{t("otherRole.title", { role })}</h1>
      <Card className="space-y-6">
        <div className="space-y-3">
          <p>{t("otherRole.detail")}</p>
          <p className="text-muted">{t("otherRole.next")}</p>
        </div>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 border-t pt-5 text-label">
          <dt className="text-muted">{t("otherRole.email")}</dt>
          <dd>{user.email}</dd>
          <dt className="text-muted">{t("otherRole.role")}</dt>
          <dd>{role}</dd>
        </dl>
      </Card>
    </Page>
  );
}
