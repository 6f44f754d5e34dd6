import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { LiveEntry, OrganisationOut } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CorrectedRuns } from "@/features/corrections/corrected-runs";
import { Spinner } from "@/components/ui/spinner";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { InterviewLink } from "../interview-link";
import { PostingShell } from "../posting-shell";
import { postingQuery } from "../postings/queries";
import { useLiveList } from "./use-live-list";

const GROUPS = ["live", "waiting", "completed", "cancelled"] as const;
type Group = (typeof GROUPS)[number];

const TONES = { live: "accent", waiting: "neutral", completed: "good", cancelled: "neutral" } as const;

function groupOf({ status }: LiveEntry): Group {
  return status === "scheduled" ? "waiting" : status;
}

/** Where every interview of a posting stands, as it happens. */
export function LivePage({ organisation, postingId }: { organisation: OrganisationOut; postingId: string }) {
  const { t } = useTranslation("invitations");
  const { data: posting } = useSuspenseQuery(postingQuery(postingId));
  const list = useLiveList(postingId);
  return (
    <PostingShell organisation={organisation} posting={posting} page="nav.live" lead={t("live.lead")}>
      {list === null ? (
        <p role="status" className="flex items-center gap-3 text-muted">
          <Spinner />
          {t("live.opening")}
        </p>
      ) : (
        <div className="space-y-8">
          <p className="text-label text-muted figures">{t("live.invited", { count: list.invited })}</p>
          {list.entries.length === 0 && <Card className="text-muted">{t("live.none")}</Card>}
          {GROUPS.map((group) => {
            const entries = list.entries.filter((entry) => groupOf(entry) === group);
            return entries.length === 0 ? null : <GroupSection key={group} group={group} entries={entries} />;
          })}
          {list.leftOut > 0 && (
            <p className="text-muted figures">
              {t("live.leftOut", { count: list.leftOut })}{" "}
              <Button
                variant="link"
                size="inline"
                render={<Link to="/recruiting/candidates" search={{ posting: postingId }} />}
              >
                {t("live.candidates")}
              </Button>
            </p>
          )}
        </div>
      )}
    </PostingShell>
  );
}

function GroupSection({ group, entries }: { group: Group; entries: LiveEntry[] }) {
  const { t } = useTranslation("invitations");
  return (
    <section aria-labelledby={`live-${group}`} className="space-y-4">
      <h2 id={`live-${group}`} className="text-title figures">
        {t(`live.group.${group}`, { count: entries.length })}
      </h2>
      <ul className="space-y-3">
        {entries.map((entry) => (
          <Entry key={entry.interview_id} entry={entry} group={group} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry, group }: { entry: LiveEntry; group: Group }) {
  const { t } = useTranslation("invitations");
  const { t: common } = useTranslation();
  const at = entry.end_time ?? entry.start_time;
  return (
    <li className="space-y-4 rounded-card px-6 py-5 glass">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-52">
          <p className="font-semibold wrap-anywhere">
            {group === "completed" ? (
              <InterviewLink interviewId={entry.interview_id} candidate={entry.candidate} />
            ) : (
              entry.candidate
            )}
          </p>
          <p className="text-label text-muted figures">
            {common(`language.${entry.language}`)}
            {at !== null && ` · ${formatDateTime(at, currentLanguage())}`}
          </p>
        </div>
        {group === "live" && (
          <p className="flex items-center gap-3 text-label figures">
            {t("live.question", { number: entry.question, total: entry.question_count })}
            <progress
              className="h-2 w-28 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
              aria-label={t("live.progress", { name: entry.candidate })}
              max={entry.question_count}
              value={entry.question}
            />
          </p>
        )}
        <Badge tone={TONES[group]}>
          {t(entry.report_ready ? "live.reportReady" : `live.state.${group}`)}
        </Badge>
      </div>
      {entry.answers !== null && entry.answers.length > 0 && (
        <details>
          <summary className="text-label font-semibold">
            {t("live.answers", { count: entry.answers.length })}
          </summary>
          <ol className="mt-3 list-decimal space-y-2 pl-6" lang={entry.language}>
            {entry.answers.map(({ turn, text, corrected }) => (
              <li key={turn} className="wrap-anywhere">
                {text}
                <CorrectedRuns text={text} runs={corrected} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}
