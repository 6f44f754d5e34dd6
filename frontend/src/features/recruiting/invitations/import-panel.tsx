import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Imported, Language, PostingOut, RowVerdict } from "@/client";
import { Failure } from "@/components/failure";
import { LanguageSelect } from "@/components/language-select";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FileButton } from "@/components/ui/file-button";
import { Table, TableCell, TableHead } from "@/components/ui/table";

import { linksFile, refusedFile, saveCsv } from "./csv";
import { languageOf } from "./language";
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
export function ImportPanel({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("invitations");
  const queryClient = useQueryClient();
  const hintId = useId();
  const [language, setLanguage] = useState<Language>(() => languageOf(posting));
  const importing = useMutation({
    mutationFn: (file: File) => importFile(posting.id, file, language),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitationsKey(posting.id) }),
  });
  return (
    <Card className="min-w-0 space-y-5">
      <h2 className="text-title">{t("import.title")}</h2>
      <p id={hintId} className="text-label text-muted">
        {t("import.hint")}
      </p>
      <LanguageSelect
        label={t("import.language")}
        languages={posting.languages}
        value={language}
        onChange={setLanguage}
      />
      <FileButton
        label={t("import.choose")}
        accept=".csv,text/csv"
        isPending={importing.isPending}
        describedBy={hintId}
        onChoose={importing.mutate}
      />
      <Failure error={importing.error} />
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
              saveCsv(linksFile(imported.rows), "invitation-links.csv");
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
              saveCsv(
                refusedFile(refused, (verdict) => t(`verdict.${verdict}`)),
                "not-invited.csv",
              );
            }}
          >
            <Download aria-hidden />
            {t("import.saveRefused")}
          </Button>
        )}
      </div>
      {refused.length > 0 && (
        <Table label={t("import.refused")} stacks="beside">
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
                <TableCell label={t("import.line")} className="figures">
                  {line}
                </TableCell>
                <TableCell label={t("import.who")} className="min-w-44 wrap-anywhere">
                  {email}
                  {full_name !== "" && <span className="block text-caption text-muted">{full_name}</span>}
                </TableCell>
                <TableCell label={t("import.verdict")} className="min-w-40">
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
