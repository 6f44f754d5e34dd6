import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { acceptInvitation, readConfig, type Language, type UserOut, type Welcome } from "@/client";
import { Failure } from "@/components/failure";
import { Toggle } from "@/components/toggle";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { requireShownText } from "@/features/consent/decisions";
import { consentsQuery } from "@/features/consent/queries";
import { configQuery, interviewsQuery } from "@/features/interviews/queries";
import { unheard } from "@/features/interviews/speech";
import { resumesQuery } from "@/features/resumes/queries";

import { Decline } from "./decline";
import { acceptedQuery, keptInvitation } from "./queries";
import { readiness } from "./readiness";
import { ResumeChoice } from "./resume-choice";

interface AnswerProps {
  welcome: Welcome;
  token: string;
  user: UserOut | null;
}

/** The invited person's answer, which takes an account: theirs, or a new one. */
export function Answer({ welcome, token, user }: AnswerProps) {
  const { t } = useTranslation("invitation");
  if (welcome.interview_id !== null) return <Accepted interviewId={welcome.interview_id} />;
  if (user !== null && user.role !== "candidate")
    return <Alert tone="caution">{t("notCandidate", { email: user.email })}</Alert>;
  return (
    <Card className="space-y-6">
      <h2 className="text-title">{t(welcome.state === "accepted" ? "accepted.title" : "answer.title")}</h2>
      {user === null ? (
        <Enter isAccepted={welcome.state === "accepted"} />
      ) : (
        <AcceptForm welcome={welcome} token={token} user={user} />
      )}
      {welcome.state === "waiting" && <Decline token={token} organisation={welcome.organisation} />}
    </Card>
  );
}

function Accepted({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("invitation");
  return (
    <Card className="space-y-4">
      <h2 className="text-title">{t("accepted.title")}</h2>
      <p>{t("accepted.detail")}</p>
      <Button size="lg" render={<Link to="/interviews/$interviewId/check" params={{ interviewId }} />}>
        {t("accepted.go")}
        <ArrowRight aria-hidden />
      </Button>
    </Card>
  );
}

function Enter({ isAccepted }: { isAccepted: boolean }) {
  const { t } = useTranslation("invitation");
  const search = { next: "/invitation" };
  return (
    <div className="space-y-5">
      <p>{t(isAccepted ? "accepted.signIn" : "enter.detail")}</p>
      <div className="flex flex-wrap gap-3">
        {!isAccepted && (
          <Button size="lg" className="max-sm:w-full" render={<Link to="/sign-up" search={search} />}>
            {t("enter.signUp")}
          </Button>
        )}
        <Button
          variant="outline"
          size="lg"
          className="max-sm:w-full"
          render={<Link to="/sign-in" search={search} />}
        >
          {t("enter.signIn")}
        </Button>
      </div>
    </div>
  );
}

function AcceptForm({ welcome, token, user }: { welcome: Welcome; token: string; user: UserOut }) {
  const { t } = useTranslation("invitation");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [language, setLanguage] = useState<Language>(
    welcome.languages.includes(welcome.language) ? welcome.language : (welcome.languages[0] ?? "ko"),
  );
  const [isSpoken, setSpoken] = useState(false);
  const [isShownLive, setShownLive] = useState(false);
  const [resumeId, setResumeId] = useState<string | null>(null);
  const mustSpeak = !welcome.accommodations.typed_answers;
  const { data: config } = useQuery(configQuery);
  const ear = config?.engines.stt;
  const isUnheard = mustSpeak && ear !== undefined && unheard(ear, [language]).length > 0;
  const ask = welcome.asks_for_resume;
  const { data: resumes, error: unlisted } = useQuery({ ...resumesQuery, enabled: ask !== "none" });
  const resume = resumes?.find(({ id }) => id === resumeId) ?? null;

  const accepting = useMutation({
    mutationFn: async () => {
      const decision = { purpose: "transcription" as const, granted: isSpoken };
      requireShownText([decision], (await readConfig()).consent_version);
      return acceptInvitation({
        body: {
          token,
          language,
          transcription: isSpoken,
          shows_answers_live: isShownLive,
          resume_id: resume?.id ?? null,
        },
      });
    },
    onSuccess: async ({ id }) => {
      keptInvitation.forget();
      for (const { queryKey } of [interviewsQuery, consentsQuery, acceptedQuery, resumesQuery])
        await queryClient.invalidateQueries({ queryKey });
      await navigate({ to: "/interviews/$interviewId/check", params: { interviewId: id } });
    },
  });

  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        accepting.mutate();
      }}
    >
      <p className="wrap-anywhere">{t("answer.as", { name: user.full_name, email: user.email })}</p>
      {welcome.is_other_address && (
        <Alert tone="caution">{t("answer.otherAddress", { hint: welcome.email_hint })}</Alert>
      )}
      {welcome.languages.length > 1 && (
        <Select
          label={t("answer.language")}
          value={language}
          onChange={(event) => {
            setLanguage(event.target.value as Language);
          }}
        >
          {welcome.languages.map((each) => (
            <option key={each} value={each} lang={each}>
              {common(`language.${each}`)}
            </option>
          ))}
        </Select>
      )}
      <div role="status" className="empty:hidden">
        {isUnheard && (
          <Alert tone="caution" title={t("unheard.title", { language: common(`language.${language}`) })}>
            {t("unheard.detail", { organisation: welcome.organisation })}
          </Alert>
        )}
      </div>
      <Agreement
        isChecked={isSpoken}
        onChange={setSpoken}
        label={t("agree.transcription")}
        detail={t(mustSpeak ? "agree.transcriptionNeeded" : "agree.transcriptionDetail")}
      />
      {welcome.asks_to_show_answers_live && (
        <Agreement
          isChecked={isShownLive}
          onChange={setShownLive}
          label={t("agree.live")}
          detail={t("agree.liveDetail")}
        />
      )}
      {ask !== "none" && resumes !== undefined && (
        <ResumeChoice ask={ask} resumes={resumes} chosen={resume} onChoose={setResumeId} />
      )}
      <Failure error={unlisted ?? accepting.error} />
      <Button
        type="submit"
        size="lg"
        className="max-sm:w-full"
        disabled={
          accepting.isPending || isUnheard || (mustSpeak && !isSpoken) || readiness(ask, resume) !== "ready"
        }
      >
        {accepting.isPending && <Spinner />}
        {t("answer.accept")}
      </Button>
      <p className="text-caption text-muted">{t("answer.note")}</p>
    </form>
  );
}

interface AgreementProps {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  label: string;
  detail: ReactNode;
}

function Agreement({ isChecked, onChange, label, detail }: AgreementProps) {
  return (
    <div className="rounded-panel border bg-raised p-5 has-checked:border-accent">
      <Toggle label={label} hint={detail} isOn={isChecked} onChange={onChange} />
    </div>
  );
}
