import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { makeShare, type SharePart } from "@/client";
import { Choices } from "@/components/choices";
import { CopyLink } from "@/components/copy-link";
import { Failure } from "@/components/failure";
import { Toggle } from "@/components/toggle";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import { wholeLink } from "@/lib/whole-link";

import { PARTS, sharesQuery } from "./queries";

const DAYS = [1, 7, 30] as const;

/** What a new link shows, for how long and under which name; then the link, which is shown this once. */
export function ShareForm({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("sharing");
  const queryClient = useQueryClient();
  const daysName = useId();
  const [parts, setParts] = useState<readonly SharePart[]>(["scores"]);
  const [days, setDays] = useState<(typeof DAYS)[number]>(7);
  const [name, setName] = useState("");
  const making = useMutation({
    mutationFn: () =>
      makeShare({
        path: { interview_id: interviewId },
        body: { parts: PARTS.filter((part) => parts.includes(part)), days, name: name.trim() || null },
      }),
    onSuccess: () => queryClient.invalidateQueries(sharesQuery(interviewId)),
  });
  return (
    <form
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!making.isPending) making.mutate();
      }}
    >
      <fieldset className="space-y-2">
        <legend className="mb-1 font-semibold">{t("parts")}</legend>
        {PARTS.map((part) => (
          <Toggle
            key={part}
            label={t(`part.${part}`)}
            hint={t(`hint.${part}`)}
            isOn={parts.includes(part)}
            onChange={(isOn) => {
              setParts(isOn ? [...parts, part] : parts.filter((chosen) => chosen !== part));
            }}
          />
        ))}
        <p className="pt-2 text-label text-muted">{t("always")}</p>
      </fieldset>
      <Choices
        legend={t("days")}
        name={daysName}
        options={DAYS}
        chosen={days}
        format={(count) => t("day", { count })}
        onChoose={setDays}
      />
      <Field
        label={t("name")}
        hint={t("nameHint")}
        autoComplete="off"
        maxLength={120}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <Failure error={making.error} />
      <Button type="submit" disabled={parts.length === 0} aria-disabled={making.isPending || undefined}>
        {making.isPending && <Spinner />}
        {t("make")}
      </Button>
      <div role="status" className="empty:hidden">
        {making.data !== undefined && (
          <Alert title={t("made")}>
            <p className="mb-4">{t("once")}</p>
            <CopyLink label={t("link")} link={wholeLink(making.data.link)} />
          </Alert>
        )}
      </div>
    </form>
  );
}
