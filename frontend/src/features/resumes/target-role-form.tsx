import { useTranslation } from "react-i18next";

import type { ResumeOut } from "@/client";
import { SaveRow } from "@/components/save-row";
import { Field } from "@/components/ui/field";

import { useCorrection } from "./queries";

/** The role that the candidate wants; empty means that they do not say. */
export function TargetRoleForm({ resume }: { resume: ResumeOut }) {
  const { t } = useTranslation("resumes");
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
      <SaveRow saving={saving} save={t("target.save")} saved={t("saved")} />
    </form>
  );
}
