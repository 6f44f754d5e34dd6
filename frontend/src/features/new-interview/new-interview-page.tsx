import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useEffect, useRef, useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { createInterview, type NewInterview } from "@/client";
import { Page } from "@/components/page";
import { BackLink, PageHeader } from "@/components/page-header";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { ConsentSection } from "@/features/consent/consent-section";
import { consentsQuery, useDecide } from "@/features/consent/queries";
import { interviewsQuery } from "@/features/interviews/queries";
import { isLeftOff, rememberLeftOff } from "@/features/media/device-choice";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";

import { AnsweringField, CameraField, CountField, LanguageField, PositionField } from "./fields";
import { FitSection, type Fit } from "./fit-section";
import { fieldOf, isFitField, POSITIONS } from "./options";

/** Sets a practice interview up, with the consents that it needs, and goes on to the device check. */
export function NewInterviewPage() {
  const { t } = useTranslation("newInterview");
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data: current } = useSuspenseQuery(consentsQuery);
  const decide = useDecide();
  const [wanted, setWanted] = useState(current);
  const [interview, setInterview] = useState<Required<Omit<NewInterview, keyof Fit>>>({
    mode: "practice",
    position: POSITIONS[0],
    language: currentLanguage(),
    question_count: 3,
  });
  const [isOn, setOn] = useState({ microphone: !isLeftOff("microphone"), camera: !isLeftOff("camera") });
  const [fit, setFit] = useState<Fit>({
    difficulty: null,
    follow_ups: 2,
    scenario: "standard",
    resume_id: null,
    job_description: "",
    company_profile: "",
  });

  const creating = useMutation({
    mutationFn: async () => {
      for (const kind of ["microphone", "camera"] as const) rememberLeftOff(kind, !isOn[kind]);
      await decide.mutateAsync(wanted);
      return createInterview({
        body: {
          ...interview,
          ...fit,
          job_description: fit.job_description.trim() || null,
          company_profile: fit.company_profile.trim() || null,
        },
      });
    },
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: interviewsQuery.queryKey, refetchType: "none" });
      await navigate({ to: "/interviews/$interviewId/check", params: { interviewId: id } });
    },
  });
  const { error } = creating;
  const wrongField = fieldOf(error);
  const message = error === null ? undefined : describeError(error, common);
  const errorAt = (field: typeof wrongField) => (wrongField === field ? message : undefined);

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error === null) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true] input:checked, [role=alert]")?.focus();
  }, [error]);

  return (
    <Page title={t("title")} className="max-w-4xl">
      <PageHeader
        back={<BackLink to={<Link to="/home" />}>{t("back")}</BackLink>}
        title={t("title")}
        lead={t("lead")}
      />
      <form
        ref={form}
        noValidate
        className="space-y-12"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          creating.mutate();
        }}
      >
        <PositionField
          value={interview.position}
          error={errorAt("position")}
          onChange={(position) => {
            setInterview({ ...interview, position });
          }}
        />
        <LanguageField
          value={interview.language}
          error={errorAt("language")}
          onChange={(language) => {
            setInterview({ ...interview, language });
          }}
        />
        <CountField
          value={interview.question_count}
          error={errorAt("question_count")}
          onChange={(question_count) => {
            setInterview({ ...interview, question_count });
          }}
        />
        <AnsweringField
          language={interview.language}
          isOn={isOn.microphone}
          isAgreed={wanted.transcription}
          onChange={(microphone) => {
            setOn({ ...isOn, microphone });
          }}
        />
        <CameraField
          isOn={isOn.camera}
          isAgreed={wanted.delivery || wanted.recording}
          onChange={(camera) => {
            setOn({ ...isOn, camera });
          }}
        />
        <FitSection
          value={fit}
          error={isFitField(wrongField) && message !== undefined ? { field: wrongField, message } : null}
          onChange={setFit}
        />
        <section aria-labelledby="consent" className="space-y-5">
          <div className="space-y-1">
            <h2 id="consent" className="text-title">
              {t("consent.title")}
            </h2>
            <p className="text-muted">{t("consent.lead")}</p>
          </div>
          <ConsentSection current={current} wanted={wanted} onChange={setWanted} />
        </section>
        <div className="space-y-4 border-t pt-8">
          {message !== undefined && wrongField === null && (
            <Alert tone="danger" role="alert" tabIndex={-1} title={common("error.title")}>
              {message}
            </Alert>
          )}
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <Button type="submit" size="lg" className="max-sm:w-full" disabled={creating.isPending}>
              {creating.isPending && <Spinner />}
              {t(creating.isPending ? "pending" : "submit")}
              {!creating.isPending && <ArrowRight aria-hidden />}
            </Button>
            <p className="text-label text-muted">{t("next")}</p>
          </div>
        </div>
      </form>
    </Page>
  );
}
