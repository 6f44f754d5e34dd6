import { useSuspenseQuery } from "@tanstack/react-query";
import { useCanGoBack, useRouter } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { configQuery } from "@/features/interviews/queries";

const SECTIONS = ["what", "how", "none", "same", "heard", "judge", "people", "limits", "rights"] as const;

/** How answers are judged, for anybody: nobody has to accept an invitation, or have an account, to know it. */
export function JudgingPage() {
  const { t } = useTranslation("judging");
  const { data: config } = useSuspenseQuery(configQuery);
  const engines = { heard: config.engines.stt.name, judge: config.engines.judge.name };
  return (
    <Page title={t("title")} className="max-w-4xl">
      <PageHeader back={<Back />} title={t("title")} lead={t("lead")} />
      <Card>
        <dl className="divide-y">
          {SECTIONS.map((section) => (
            <div key={section} className="space-y-2 py-6 first:pt-0 last:pb-0">
              <dt className="text-title">{t(`${section}.title`)}</dt>
              <dd className="max-w-reading text-muted">
                {t(`${section}.detail`, {
                  engine: section === "heard" || section === "judge" ? engines[section] : "",
                })}
              </dd>
            </div>
          ))}
        </dl>
      </Card>
    </Page>
  );
}

/** To the invitation or the report that led here; nowhere for who came by the address. */
function Back() {
  const { t } = useTranslation("judging");
  const router = useRouter();
  if (!useCanGoBack()) return null;
  return (
    <Button
      variant="link"
      size="inline"
      className="text-label"
      onClick={() => {
        router.history.back();
      }}
    >
      <ArrowLeft aria-hidden />
      {t("back")}
    </Button>
  );
}
