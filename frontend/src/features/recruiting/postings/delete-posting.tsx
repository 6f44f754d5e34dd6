import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deletePosting, type PostingOut } from "@/client";
import { Button } from "@/components/ui/button";
import { DeletionDialog } from "@/features/resumes/deletion-dialog";

import { postingQuery, postingsQuery } from "./queries";

/** For owners: deletes a posting that nobody was interviewed on, or says why it stays. */
export function DeletePosting({ posting }: { posting: PostingOut }) {
  const { t } = useTranslation("postings");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const deleting = useMutation({
    mutationFn: () => deletePosting({ path: { posting_id: posting.id } }),
    onSuccess: async () => {
      await navigate({ to: "/recruiting/postings" });
      queryClient.removeQueries({ queryKey: postingQuery(posting.id).queryKey });
      await queryClient.invalidateQueries({ queryKey: postingsQuery(posting.organisation_id).queryKey });
    },
  });
  const isHeld = Object.values(posting.interviews).some((count) => count > 0);
  return (
    <section aria-labelledby="delete" className="space-y-4">
      <h2 id="delete" className="text-title">
        {t("delete.title")}
      </h2>
      <p className="max-w-reading text-muted">{t(isHeld ? "delete.kept" : "delete.hint")}</p>
      {!isHeld && (
        <Button
          variant="outline"
          onClick={() => {
            setIsOpen(true);
          }}
        >
          <Trash2 aria-hidden />
          {t("delete.open")}
        </Button>
      )}
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("delete.ask", { title: posting.title })}
        description={t("delete.detail")}
        keep={t("delete.keep")}
        confirm={t("delete.confirm")}
        deleting={deleting}
        onConfirm={deleting.mutate}
      />
    </section>
  );
}
