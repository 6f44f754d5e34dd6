import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { inviteMember, takeMemberInvitationBack, type Language, type MemberRole } from "@/client";
import { Failure } from "@/components/failure";
import { LanguageSelect } from "@/components/language-select";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { useFormErrors } from "@/features/auth/form-errors";
import { currentLanguage } from "@/i18n";
import { describeError } from "@/lib/errors";
import { formatDate } from "@/lib/format";

import { memberInvitationsQuery } from "../queries";
import { ROLES } from "../roles";
import { InvitationLink } from "./invitation-link";

/** Invites somebody, and shows who has not come yet. */
export function Invitations({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation("recruiting");
  const { t: auth } = useTranslation("auth");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const { check, message } = useFormErrors();
  const [role, setRole] = useState<MemberRole>("reviewer");
  const [language, setLanguage] = useState<Language>(currentLanguage());
  const inviting = useMutation({
    mutationFn: (email: string) =>
      inviteMember({ path: { organisation_id: organisationId }, body: { email, role, language } }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: memberInvitationsQuery(organisationId).queryKey }),
  });
  const wrong = message("email", inviting.error, auth);

  return (
    <div className="space-y-6">
      <Card>
        <form
          noValidate
          className="space-y-5"
          onSubmit={(event) => {
            const values = check(event);
            if (values) inviting.mutate(values["email"] ?? "");
          }}
        >
          <Field
            label={t("invite.email")}
            name="email"
            type="email"
            autoComplete="off"
            maxLength={254}
            required
            error={inviting.error !== null && wrong ? describeError(inviting.error, common) : wrong}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <Select
              label={t("invite.role")}
              value={role}
              onChange={(event) => {
                setRole(event.target.value as MemberRole);
              }}
            >
              {ROLES.map((one) => (
                <option key={one} value={one}>
                  {t(`role.${one}`)}
                </option>
              ))}
            </Select>
            <LanguageSelect label={t("invite.language")} value={language} onChange={setLanguage} />
          </div>
          <p className="text-label text-muted">{t(`role.${role}_may`)}</p>
          {inviting.error !== null && wrong === undefined && (
            <Alert tone="danger" role="alert">
              {describeError(inviting.error, common)}
            </Alert>
          )}
          <Button type="submit" disabled={inviting.isPending}>
            {inviting.isPending && <Spinner />}
            {t("invite.submit")}
          </Button>
        </form>
      </Card>
      {inviting.data !== undefined && <InvitationLink made={inviting.data} />}
      <Waiting organisationId={organisationId} />
    </div>
  );
}

function Waiting({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation("recruiting");
  const queryClient = useQueryClient();
  const query = memberInvitationsQuery(organisationId);
  const { data: invitations } = useSuspenseQuery(query);
  const taking = useMutation({
    mutationFn: (id: string) =>
      takeMemberInvitationBack({ path: { organisation_id: organisationId, invitation_id: id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: query.queryKey }),
  });
  if (invitations.length === 0) return null;
  return (
    <div className="space-y-3">
      <h3 className="font-semibold">{t("waiting.title")}</h3>
      <Failure error={taking.error} />
      <ul className="divide-y rounded-card glass">
        {invitations.map(({ id, email, role, expires_at }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-6 py-4">
            <div className="min-w-0 flex-1 basis-60">
              <p className="wrap-anywhere">{email}</p>
              <p className="text-label text-muted">
                {t(`role.${role}`)} ·{" "}
                {t("waiting.until", { date: formatDate(expires_at, currentLanguage()) })}
              </p>
            </div>
            <Button
              variant="outline"
              aria-label={t("waiting.takeBackOf", { email })}
              disabled={taking.isPending}
              onClick={() => {
                taking.mutate(id);
              }}
            >
              {t("waiting.takeBack")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
