import { useTranslation } from "react-i18next";

import type { ResumeOut } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { describeError } from "@/lib/errors";

import { useCorrection } from "./queries";

/** The role that the candidate wants; empty means that they do not say. */
export function TargetRoleForm({ resume }: { resume: ResumeOut }) {
  const { t } = useTranslation("resumes");
  const { t: common } = useTranslation();
  const saving = useCorrection(resume);
  return (
    <form
      noValidate
      className="max-w-form space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const role = new FormData(event.currentTarget).get("target_role");
        const said = typeof role === "string" ? role.trim() : "";
        saving.mutate({ target_role: said === "" ? null : said });
      }}
    >
      <Field
        label={t("target.label")}
        hint={t("target.hint")}
        name="target_role"
        maxLength={120}
        defaultValue={resume.target_role ?? ""}
      />
      {saving.error !== null && (
        <Alert tone="danger" role="alert">
          {describeError(saving.error, common)}
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="outline" disabled={saving.isPending}>
          {saving.isPending && <Spinner />}
          {t("target.save")}
        </Button>
        <p role="status" className="text-label text-muted">
          {saving.isSuccess && t("saved")}
        </p>
      </div>
    </form>
  );
}
