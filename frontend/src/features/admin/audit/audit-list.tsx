import { useTranslation } from "react-i18next";

import type { AuditEntryOut, AuditSubject } from "@/client";
import { Button } from "@/components/ui/button";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import type { AuditSearch } from "./search";
import { sentenceOf } from "./sentence";

interface AuditListProps {
  entries: AuditEntryOut[];
  onNarrow: (search: AuditSearch) => void;
}

/** Entries as sentences, each with the ways to more of its kind. */
export function AuditList({ entries, onNarrow }: AuditListProps) {
  const { t } = useTranslation("audit");
  const { t: admin } = useTranslation("admin");
  return (
    <ul aria-label={t("list")} className="divide-y border-y">
      {entries.map((entry) => {
        const sentence = sentenceOf(entry, { t, admin });
        const { actor, subject } = entry;
        return (
          <li key={entry.id} className="space-y-1.5 py-4">
            <p>{sentence}</p>
            <div className="flex flex-wrap gap-x-5 gap-y-1 text-caption text-muted">
              <time dateTime={entry.at} className="figures">
                {formatDateTime(entry.at, currentLanguage())}
              </time>
              {actor.id !== null && (
                <Button
                  variant="link"
                  size="inline"
                  aria-label={`${t("onlyActor")}: ${sentence}`}
                  onClick={() => {
                    onNarrow({ actor_id: actor.id ?? undefined });
                  }}
                >
                  {t("onlyActor")}
                </Button>
              )}
              {subject.id !== null && (
                <Button
                  variant="link"
                  size="inline"
                  aria-label={`${t("onlySubject")}: ${sentence}`}
                  onClick={() => {
                    onNarrow({
                      subject: subject.kind as AuditSubject,
                      subject_id: subject.id ?? undefined,
                    });
                  }}
                >
                  {t("onlySubject")}
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
