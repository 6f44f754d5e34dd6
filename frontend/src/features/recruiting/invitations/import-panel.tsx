import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, FileUp } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Imported, Language, RowVerdict } from "@/client";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";
import { LANGUAGES } from "@/lib/preferences";

import { linksFile, refusedFile, saveFile } from "./csv";
import { importFile, invitationsKey } from "./queries";

const TONES: Record<RowVerdict, "good" | "neutral" | "caution" | "danger"> = {
  invited: "good",
  already_invited: "neutral",
  duplicate_in_file: "caution",
  invalid_email: "danger",
  invalid_name: "danger",
  invalid_language: "danger",
};

/** Invites everybody in a CSV file; each row comes back with its verdict. */
export function ImportPanel({ postingId }: { postingId: string }) {
  const { t } = useTranslation("invitations");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const hintId = useId();
  const [language, setLanguage] = useState<Language>(currentLanguage());
  const importing = useMutation({
    mutationFn: (file: File) => importFile(postingId, file, language),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitationsKey(postingId) }),
  });
  return (
    <Card className="min-w-0 space-y-5">
      <h2 className="text-title">{t("import.title")}</h2>
      <p id={hintId} className="text-label text-muted">
        {t("import.hint")}
      </p>
      <Select
        label={t("import.language")}
        value={language}
        onChange={(event) => {
          setLanguage(event.target.value as Language);
        }}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {common(`language.${each}`)}
          </option>
        ))}
      </Select>
      <div className="relative inline-flex rounded-control focus-within:outline-3 focus-within:outline-offset-3 focus-within:outline-accent">
        <input
          type="file"
          accept=".csv,text/csv"
          disabled={importing.isPending}
          aria-label={t("import.choose")}
          aria-describedby={hintId}
          className="absolute inset-0 cursor-pointer opacity-0"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) importing.mutate(file);
            currentTarget.value = "";
          }}
        />
        <span
          aria-hidden
          className="inline-flex h-11 items-center gap-2 rounded-control border border-control bg-surface px-5 text-label font-semibold"
        >
          {importing.isPending ? <Spinner /> : <FileUp className="size-[1.15em]" />}
          {t("import.choose")}
        </span>
      </div>
      {importing.isError && (
        <Alert tone="danger" role="alert">
          {describeError(importing.error, common)}
        </Alert>
      )}
      {importing.data !== undefined && <Verdicts imported={importing.data} />}
    </Card>
  );
}

function Verdicts({ imported }: { imported: Imported }) {
  const { t } = useTranslation("invitations");
  const refused = imported.rows.filter(({ verdict }) => verdict !== "invited");
  const hasLinks = imported.rows.some(({ link }) => link !== null);
  return (
    <div className="space-y-4">
      <Alert role="status" title={t("import.done", { count: imported.invited, total: imported.rows.length })}>
        {hasLinks ? t("import.linksDetail") : imported.invited > 0 && t("import.lettersDetail")}
      </Alert>
      <div className="flex flex-wrap gap-3">
        {hasLinks && (
          <Button
            onClick={() => {
              saveFile("invitation-links.csv", linksFile(imported.rows));
            }}
          >
            <Download aria-hidden />
            {t("import.saveLinks")}
          </Button>
        )}
        {refused.length > 0 && (
          <Button
            variant="outline"
            onClick={() => {
              saveFile(
                "not-invited.csv",
                refusedFile(refused, (verdict) => t(`verdict.${verdict}`)),
              );
            }}
          >
            <Download aria-hidden />
            {t("import.saveRefused")}
          </Button>
        )}
      </div>
      {refused.length > 0 && (
        <Table label={t("import.refused")}>
          <caption className="pb-2 text-left text-label font-semibold">{t("import.refused")}</caption>
          <thead>
            <tr className="border-b">
              <TableHead scope="col">{t("import.line")}</TableHead>
              <TableHead scope="col">{t("import.who")}</TableHead>
              <TableHead scope="col">{t("import.verdict")}</TableHead>
            </tr>
          </thead>
          <tbody>
            {refused.map(({ line, email, full_name, verdict }) => (
              <tr key={line} className="border-b last:border-0">
                <TableCell className="figures">{line}</TableCell>
                <TableCell className="min-w-44 wrap-anywhere">
                  {email}
                  {full_name !== "" && <span className="block text-caption text-muted">{full_name}</span>}
                </TableCell>
                <TableCell className="min-w-40">
                  <Badge tone={TONES[verdict]}>{t(`verdict.${verdict}`)}</Badge>
                </TableCell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}
