import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { inviteCandidate, type InvitationMade, type Language, type PostingOut } from "@/client";
import { CopyLink } from "@/components/copy-link";
import { Failure } from "@/components/failure";
import { LanguageSelect } from "@/components/language-select";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { wholeLink } from "@/lib/whole-link";

import { languageOf } from "./language";
import { invitationsKey } from "./queries";

const DAYS = [3, 7, 14, 30] as const;

/** Invites one person, by letter or by a link to hand over. */
export function InvitePanel({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("invitations");
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<Language>(() => languageOf(posting));
  const [days, setDays] = useState(14);
  const inviting = useMutation({
    mutationFn: () =>
      inviteCandidate({
        path: { posting_id: posting.id },
        body: { email: email.trim() || null, full_name: name.trim() || null, language, days },
      }),
    onSuccess: () => {
      setEmail("");
      setName("");
      return queryClient.invalidateQueries({ queryKey: invitationsKey(posting.id) });
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
          <LanguageSelect
            label={t("invite.language")}
            languages={posting.languages}
            value={language}
            onChange={setLanguage}
          />
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
        <Failure error={inviting.error} />
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
