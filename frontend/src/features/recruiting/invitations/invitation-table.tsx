import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import {
  remindCandidate,
  resendInvitation,
  revokeInvitation,
  type InvitationOut,
  type InvitationState,
} from "@/client";
import { Failure } from "@/components/failure";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableCell, TableHead } from "@/components/ui/table";
import { currentLanguage } from "@/i18n";
import { formatDateTime } from "@/lib/format";

import { Made } from "./invite-panel";
import { invitationsKey } from "./queries";

const TONES: Record<InvitationState, "accent" | "good" | "neutral" | "caution"> = {
  waiting: "accent",
  accepted: "good",
  declined: "neutral",
  revoked: "neutral",
  expired: "caution",
};

interface InvitationTableProps {
  postingId: string;
  invitations: InvitationOut[];
  mayInvite: boolean;
  sendsLetters: boolean;
}

export function InvitationTable({ postingId, invitations, mayInvite, sendsLetters }: InvitationTableProps) {
  const { t } = useTranslation("invitations");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: invitationsKey(postingId) });
  const reminding = useMutation({
    mutationFn: (id: string) => remindCandidate({ path: { invitation_id: id } }),
    onSettled,
  });
  const revoking = useMutation({
    mutationFn: (id: string) => revokeInvitation({ path: { invitation_id: id } }),
    onSettled,
  });
  const resending = useMutation({
    mutationFn: (id: string) => resendInvitation({ path: { invitation_id: id } }),
    onSettled,
  });
  const all = [reminding, revoking, resending];
  const isBusy = all.some(({ isPending }) => isPending);
  const error = all.find(({ isError }) => isError)?.error ?? null;
  const act = (action: (typeof all)[number], id: string) => () => {
    for (const other of all) if (other !== action) other.reset();
    action.mutate(id);
  };

  return (
    <div className="space-y-4">
      <Failure error={error} />
      {reminding.isSuccess && <Alert role="status">{t("list.reminded")}</Alert>}
      {resending.data !== undefined && <Made made={resending.data} />}
      <div className="rounded-card glass">
        <Table label={t("list.title")} stacks="beside" className="max-sm:px-6">
          <thead>
            <tr className="border-b">
              <TableHead scope="col">{t("column.who")}</TableHead>
              <TableHead scope="col">{t("column.state")}</TableHead>
              <TableHead scope="col">{t("column.when")}</TableHead>
              {mayInvite && <TableHead scope="col">{t("column.actions")}</TableHead>}
            </tr>
          </thead>
          <tbody>
            {invitations.map((invitation) => {
              const { id, state, email } = invitation;
              const name = invitation.full_name ?? email ?? t("list.unnamed");
              return (
                <tr key={id} className="border-b last:border-0">
                  <TableCell className="min-w-48">
                    <span className="font-semibold">{name}</span>
                    {email !== null && email !== name && <span className="block text-label">{email}</span>}
                    <span className="block text-caption text-muted">
                      {common(`language.${invitation.language}`)}
                    </span>
                    {invitation.accepted_with_other_address && (
                      <span className="block text-caption text-caution">{t("list.otherAddress")}</span>
                    )}
                  </TableCell>
                  <TableCell label={t("column.state")} className="min-w-32 space-y-2">
                    <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
                    {invitation.interview_status !== null && (
                      <span className="block text-caption whitespace-nowrap text-muted">
                        {t(`interview.${invitation.interview_status}`)}
                      </span>
                    )}
                    {invitation.letter === "refused" && (
                      <Badge tone="danger" className="flex w-fit">
                        {t("letter.refused")}
                      </Badge>
                    )}
                  </TableCell>
                  <TableCell label={t("column.when")} className="min-w-64">
                    <Moments invitation={invitation} />
                  </TableCell>
                  {mayInvite && (
                    <TableCell label={t("column.actions")} className="min-w-44">
                      <div className="flex flex-wrap gap-x-4 gap-y-1">
                        {state === "waiting" && email !== null && sendsLetters && (
                          <Action
                            label={t("action.remind")}
                            name={name}
                            isBusy={isBusy}
                            onClick={act(reminding, id)}
                          />
                        )}
                        {state !== "accepted" && (
                          <Action
                            label={t(email !== null && sendsLetters ? "action.resend" : "action.newLink")}
                            name={name}
                            isBusy={isBusy}
                            onClick={act(resending, id)}
                          />
                        )}
                        {(state === "waiting" || state === "expired") && (
                          <Action
                            label={t("action.revoke")}
                            name={name}
                            isBusy={isBusy}
                            onClick={act(revoking, id)}
                          />
                        )}
                      </div>
                    </TableCell>
                  )}
                </tr>
              );
            })}
          </tbody>
        </Table>
      </div>
    </div>
  );
}

interface ActionProps {
  label: string;
  name: string;
  isBusy: boolean;
  onClick: () => void;
}

function Action({ label, name, isBusy, onClick }: ActionProps) {
  return (
    <Button
      variant="link"
      size="inline"
      className="min-h-8 text-label"
      aria-label={`${label}: ${name}`}
      disabled={isBusy}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}

const MOMENTS = [
  "sent_at",
  "reminded_at",
  "opened_at",
  "accepted_at",
  "declined_at",
  "revoked_at",
] as const satisfies readonly (keyof InvitationOut)[];

function Moments({ invitation }: { invitation: InvitationOut }) {
  const { t } = useTranslation("invitations");
  const language = currentLanguage();
  const moments = MOMENTS.flatMap((moment) => {
    const at = invitation[moment];
    return at === null ? [] : [{ moment, at }];
  });
  return (
    <ul className="space-y-0.5 text-caption whitespace-nowrap text-muted figures">
      {invitation.letter === "on_its_way" && <li>{t("letter.on_its_way")}</li>}
      {moments.map(({ moment, at }) => (
        <li key={moment}>{t(`moment.${moment}`, { date: formatDateTime(at, language) })}</li>
      ))}
      {invitation.state === "waiting" && (
        <li>{t("moment.expires_at", { date: formatDateTime(invitation.expires_at, language) })}</li>
      )}
    </ul>
  );
}
