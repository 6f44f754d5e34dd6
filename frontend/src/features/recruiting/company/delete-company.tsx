import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteCompany, type CompanyOut } from "@/client";
import { Button } from "@/components/ui/button";
import { DeletionDialog } from "@/features/resumes/deletion-dialog";

import { companiesQuery } from "../postings/queries";

/** A button that asks, and then deletes a company; the API says of one with postings what to do first. */
export function DeleteCompany({ company }: { company: CompanyOut }) {
  const { t } = useTranslation("postings");
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const deleting = useMutation({
    mutationFn: () => deleteCompany({ path: { company_id: company.id } }),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: companiesQuery(company.organisation_id).queryKey }),
  });
  return (
    <>
      <Button
        variant="outline"
        aria-label={t("company.delete.of", { name: company.name })}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Trash2 aria-hidden />
        {t("company.delete.open")}
      </Button>
      <DeletionDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("company.delete.ask", { name: company.name })}
        description={t("company.delete.detail")}
        keep={t("company.delete.keep")}
        confirm={t("company.delete.confirm")}
        deleting={deleting}
        onConfirm={deleting.mutate}
      />
    </>
  );
}
