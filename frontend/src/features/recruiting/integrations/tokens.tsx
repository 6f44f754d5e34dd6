import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createToken, revokeToken, type TokenOut, type TokenScope } from "@/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { DeletionDialog } from "@/features/resumes/deletion-dialog";
import { currentLanguage } from "@/i18n";
import { formatDate } from "@/lib/format";

import { Checks } from "./checks";
import { CreationForm } from "./creation-form";
import { tokensQuery } from "./queries";

/** What a program can be let do, with the key of its name. */
const SCOPES = {
  "candidates:read": "scope.candidates_read",
  "postings:read": "scope.postings_read",
  "invitations:write": "scope.invitations_write",
} as const satisfies Record<TokenScope, string>;
const ALL = Object.keys(SCOPES) as TokenScope[];

/** Tokens of applicant-tracking systems. */
export function Tokens({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation("integrations");
  const queryClient = useQueryClient();
  const { data: tokens } = useSuspenseQuery(tokensQuery(organisationId));
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<TokenScope[]>(["candidates:read"]);
  const creating = useMutation({
    mutationFn: () => createToken({ path: { organisation_id: organisationId }, body: { name, scopes } }),
    onSuccess: () => {
      setName("");
      return queryClient.invalidateQueries({ queryKey: tokensQuery(organisationId).queryKey });
    },
  });
  return (
    <div className="space-y-6">
      <CreationForm
        creating={creating}
        isComplete={scopes.length > 0}
        submit={t("tokens.create")}
        tell={(made) => ({
          title: t("tokens.created", { name: made.kept.name }),
          label: t("tokens.token"),
          secret: made.token,
        })}
      >
        <Field
          label={t("tokens.name")}
          hint={t("tokens.nameHint")}
          maxLength={120}
          required
          value={name}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <Checks
          legend={t("tokens.scopes")}
          values={ALL}
          nameOf={(scope) => t(SCOPES[scope])}
          chosen={scopes}
          onChange={setScopes}
        />
      </CreationForm>
      {tokens.length > 0 && (
        <ul className="divide-y rounded-card glass">
          {tokens.map((token) => (
            <li key={token.id} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-6 py-4">
              <Token organisationId={organisationId} token={token} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Token({ organisationId, token }: { organisationId: string; token: TokenOut }) {
  const { t } = useTranslation("integrations");
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const language = currentLanguage();
  const isExpired = token.expires_at !== null && new Date(token.expires_at) <= new Date();
  const revoking = useMutation({
    mutationFn: () => revokeToken({ path: { organisation_id: organisationId, token_id: token.id } }),
    onSuccess: async () => {
      setIsOpen(false);
      await queryClient.invalidateQueries({ queryKey: tokensQuery(organisationId).queryKey });
    },
  });
  return (
    <>
      <div className="min-w-0 flex-1 basis-60 space-y-1">
        <p className="font-semibold wrap-anywhere">
          {token.name} <span className="font-mono text-label font-normal text-muted">…{token.hint}</span>
        </p>
        <p className="text-label text-muted">{token.scopes.map((scope) => t(SCOPES[scope])).join(" · ")}</p>
        <p className="text-label text-muted">
          {token.last_used_at === null
            ? t("tokens.unused")
            : t("tokens.used", { date: formatDate(token.last_used_at, language) })}
          {token.expires_at !== null &&
            ` · ${t("tokens.until", { date: formatDate(token.expires_at, language) })}`}
        </p>
      </div>
      {token.revoked_at !== null || isExpired ? (
        <Badge>{t(token.revoked_at === null ? "tokens.expired" : "tokens.revoked")}</Badge>
      ) : (
        <Button
          variant="outline"
          aria-label={t("tokens.revokeOf", { name: token.name })}
          onClick={() => {
            setIsOpen(true);
          }}
        >
          {t("tokens.revoke")}
        </Button>
      )}
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("tokens.revokeTitle")}
        description={t("tokens.revokeDetail", { name: token.name })}
        keep={t("keep")}
        confirm={t("tokens.revoke")}
        deleting={revoking}
        onConfirm={revoking.mutate}
      />
    </>
  );
}
