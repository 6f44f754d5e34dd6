import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/components/page";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { describeError } from "@/lib/errors";

interface AuthCardProps {
  title: string;
  lead: string;
  /** Said before the form, such as why the visitor is here. */
  notice?: string | undefined;
  error: unknown;
  /** Leads to the other form. */
  footer: ReactNode;
  children: ReactNode;
}

/** The frame of the pages before somebody is signed in. */
export function AuthCard({ title, lead, notice, error, footer, children }: AuthCardProps) {
  const { t } = useTranslation();
  return (
    <Page title={title} className="max-w-form pt-12 sm:pt-20">
      <div className="mb-8 space-y-2">
        <h1 className="text-headline">{title}</h1>
        <p className="text-muted">{lead}</p>
      </div>
      {notice !== undefined && error === null && <Alert className="mb-5">{notice}</Alert>}
      {error !== null && (
        <Alert role="alert" tone="danger" className="mb-5">
          {describeError(error, t)}
        </Alert>
      )}
      <Card>{children}</Card>
      <p className="mt-6 text-center text-label text-muted">{footer}</p>
    </Page>
  );
}

/** The footer of the pages for a forgotten password. */
export function BackToSignIn() {
  const { t } = useTranslation("auth");
  return (
    <>
      {t("remembered")}{" "}
      <Button variant="link" size="inline" render={<Link to="/sign-in" />}>
        {t("rememberedAction")}
      </Button>
    </>
  );
}
