import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { changePerson, type PersonOut, type Role } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Spinner } from "@/components/ui/spinner";
import { meQuery } from "@/features/auth/queries";

export type Change = { person: PersonOut } & (
  { role: Role } | { active: boolean } | { second_factor: false }
);

interface ChangeDialogProps {
  change: Change;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Says what a change of an account means before it is made. */
export function ChangeDialog({ change, isOpen, onOpenChange }: ChangeDialogProps) {
  const { t } = useTranslation("admin");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const { person, ...wanted } = change;
  const changing = useMutation({
    mutationFn: () => changePerson({ path: { user_id: person.id }, body: wanted }),
    onSuccess: async () => {
      onOpenChange(false);
      // It may have been one's own account.
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["admin", "people"] }),
        queryClient.invalidateQueries(meQuery),
      ]);
    },
  });
  const kind = kindOf(change);
  const words = {
    name: person.full_name,
    role: "role" in wanted ? common(`role.${wanted.role}`) : "",
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={(open) => {
        changing.reset();
        onOpenChange(open);
      }}
      title={t(`people.${kind}.title`, words)}
      description={t(`people.${kind}.detail`)}
    >
      <Failure error={changing.error} />
      <div className="flex flex-wrap gap-3">
        <Button
          variant="outline"
          onClick={() => {
            changing.reset();
            onOpenChange(false);
          }}
        >
          {t("people.leave")}
        </Button>
        <Button
          aria-disabled={changing.isPending || undefined}
          onClick={() => {
            if (!changing.isPending) changing.mutate();
          }}
        >
          {changing.isPending && <Spinner />}
          {t(`people.${kind}.confirm`)}
        </Button>
      </div>
    </ConfirmDialog>
  );
}

function kindOf(change: Change): "change" | "activate" | "deactivate" | "secondFactorOff" {
  if ("role" in change) return "change";
  if ("second_factor" in change) return "secondFactorOff";
  return change.active ? "activate" : "deactivate";
}
