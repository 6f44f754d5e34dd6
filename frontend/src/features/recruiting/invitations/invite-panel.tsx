import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { inviteCandidate, type InvitationMade, type Language } from "@/client";
import { CopyLink } from "@/components/copy-link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";
import { LANGUAGES } from "@/lib/preferences";

import { invitationsKey, wholeLink } from "./queries";

const DAYS = [3, 7, 14, 30] as const;

/** Invites one person, by letter or by a link to hand over. */
export function InvitePanel({ postingId }: { postingId: string }) {
  const { t } = useTranslation("invitations");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<Language>(currentLanguage());
  const [days, setDays] = useState(14);
  const inviting = useMutation({
    mutationFn: () =>
      inviteCandidate({
        path: { posting_id: postingId },
        body: { email: email.trim() || null, full_name: name.trim() || null, language, days },
      }),
    onSuccess: () => {
      setEmail("");
      setName("");
      return queryClient.invalidateQueries({ queryKey: invitationsKey(postingId) });
    },
  });
  return (
    <Card className="min-w-0 space-y-5">
      <h2 className="text-title">{t("invite.title")}</h2>
      <form
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          inviting.mutate();
        }}
      >
        <Field
          label={t("invite.email")}
          hint={t("invite.emailHint")}
          type="email"
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
          }}
        />
        <Field
          label={t("invite.name")}
          autoComplete="off"
          maxLength={120}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <Select
            label={t("invite.language")}
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
          <Select
            label={t("invite.days")}
            value={days}
            onChange={(event) => {
              setDays(Number(event.target.value));
            }}
          >
            {DAYS.map((each) => (
              <option key={each} value={each}>
                {t("invite.daysOpen", { count: each })}
              </option>
            ))}
          </Select>
        </div>
        {inviting.isError && (
          <Alert tone="danger" role="alert">
            {describeError(inviting.error, common)}
          </Alert>
        )}
        <Button type="submit" disabled={inviting.isPending}>
          {inviting.isPending && <Spinner />}
          {t(email.trim() === "" ? "invite.makeLink" : "invite.do")}
        </Button>
      </form>
      {inviting.data !== undefined && <Made made={inviting.data} />}
    </Card>
  );
}

/** That a letter is on its way, or the link, which is shown this once. */
export function Made({ made: { invitation, link } }: { made: InvitationMade }) {
  const { t } = useTranslation("invitations");
  if (link === null)
    return (
      <Alert role="status" title={t("made.letter", { email: invitation.email })}>
        {t("made.letterDetail")}
      </Alert>
    );
  return (
    <Alert role="status" title={t("made.link")}>
      <p className="mb-4">{t(invitation.email === null ? "made.linkDetail" : "made.noLetter")}</p>
      <CopyLink label={t("made.linkLabel")} link={wholeLink(link)} />
    </Alert>
  );
}
