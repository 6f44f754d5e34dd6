import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { changeMember, removeMember, type MemberOut, type MemberRole, type OrganisationOut } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { DeletionDialog } from "@/features/resumes/deletion-dialog";

import { membersQuery, organisationsQuery } from "../queries";
import { ROLES } from "../roles";

interface MemberListProps {
  organisation: OrganisationOut;
  userId: string;
}

export function MemberList({ organisation, userId }: MemberListProps) {
  const { data: members } = useSuspenseQuery(membersQuery(organisation.id));
  return (
    <ul className="divide-y rounded-card glass">
      {members.map((member) => (
        <li key={member.user_id}>
          <Member organisation={organisation} member={member} isSelf={member.user_id === userId} />
        </li>
      ))}
    </ul>
  );
}

interface MemberProps {
  organisation: OrganisationOut;
  member: MemberOut;
  isSelf: boolean;
}

/** A member; owners change what they may do, and everybody may leave. */
function Member({ organisation, member, isSelf }: MemberProps) {
  const { t } = useTranslation("recruiting");
  const refresh = useRefresh(organisation.id);
  const isOwner = organisation.role === "owner";
  const path = { organisation_id: organisation.id, user_id: member.user_id };
  const changing = useMutation({
    mutationFn: (role: MemberRole) => changeMember({ path, body: { role } }),
    onSuccess: refresh,
  });

  return (
    <div className="space-y-3 px-6 py-5">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-4">
        <div className="min-w-0 flex-1 basis-60">
          <p className="font-semibold wrap-anywhere">
            {isSelf ? t("members.you", { name: member.full_name }) : member.full_name}
          </p>
          <p className="text-label wrap-anywhere text-muted">{member.email}</p>
        </div>
        {isOwner ? (
          <Select
            label={t("members.roleOf", { name: member.full_name })}
            isLabelHidden
            className="h-11"
            value={member.role}
            disabled={changing.isPending}
            onChange={(event) => {
              changing.mutate(event.target.value as MemberRole);
            }}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </Select>
        ) : (
          <p className="text-label">{t(`role.${member.role}`)}</p>
        )}
        {(isOwner || isSelf) && <RemoveMember path={path} name={member.full_name} isSelf={isSelf} />}
      </div>
      <p className="text-caption text-muted">{t(`role.${member.role}_may`)}</p>
      <Failure error={changing.error} />
    </div>
  );
}

interface RemoveMemberProps {
  path: { organisation_id: string; user_id: string };
  name: string;
  isSelf: boolean;
}

function RemoveMember({ path, name, isSelf }: RemoveMemberProps) {
  const { t } = useTranslation("recruiting");
  const [isOpen, setIsOpen] = useState(false);
  const refresh = useRefresh(path.organisation_id);
  const kind = isSelf ? "leave" : "remove";
  const removing = useMutation({ mutationFn: () => removeMember({ path }), onSuccess: refresh });
  return (
    <>
      <Button
        variant="outline"
        aria-label={t(`${kind}.of`, { name })}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t(`${kind}.open`)}
      </Button>
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t(`${kind}.title`)}
        description={t(`${kind}.detail`, { name })}
        keep={t(`${kind}.keep`)}
        confirm={t(`${kind}.confirm`)}
        deleting={removing}
        onConfirm={removing.mutate}
      />
    </>
  );
}

/** Fetches anew who belongs to the organisation, and what oneself may do in it. */
function useRefresh(organisationId: string): () => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: membersQuery(organisationId).queryKey }),
      queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey, exact: true }),
    ]);
    await router.invalidate();
  };
}
