import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { changeCompany, createCompany, type CompanyOut, type OrganisationOut } from "@/client";
import { SaveRow } from "@/components/save-row";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { TextField } from "@/components/ui/text-field";

import { companiesQuery } from "../postings/queries";
import { RecruitingShell } from "../recruiting-shell";
import { mayActAs } from "../roles";
import { DeleteCompany } from "./delete-company";

/** For whom the organisation hires, and whom they look for. */
export function CompanyPage({ organisation }: { organisation: OrganisationOut }) {
  const { t } = useTranslation("postings");
  const { data: companies } = useSuspenseQuery(companiesQuery(organisation.id));
  const [isAdding, setIsAdding] = useState(false);
  const mayChange = mayActAs(organisation.role, "recruiter");
  return (
    <RecruitingShell
      organisation={organisation}
      title={t("company.title")}
      lead={t("company.lead")}
      action={
        mayChange &&
        !isAdding && (
          <Button
            onClick={() => {
              setIsAdding(true);
            }}
          >
            <Plus aria-hidden />
            {t("company.add")}
          </Button>
        )
      }
    >
      <div className="max-w-4xl space-y-6">
        {isAdding && (
          <CompanyForm
            organisationId={organisation.id}
            company={null}
            onMade={() => {
              setIsAdding(false);
            }}
          />
        )}
        {companies.length === 0 && !isAdding && <p className="text-muted">{t("company.none")}</p>}
        {companies.map((company) =>
          mayChange ? (
            <CompanyForm
              key={company.id}
              organisationId={organisation.id}
              company={company}
              mayDelete={mayActAs(organisation.role, "owner")}
            />
          ) : (
            <Card key={company.id} className="space-y-3">
              <h2 className="text-title">{company.name}</h2>
              <p className="whitespace-pre-line">{company.about}</p>
              <p className="whitespace-pre-line">{company.ideal_candidate}</p>
            </Card>
          ),
        )}
      </div>
    </RecruitingShell>
  );
}

interface CompanyFormProps {
  organisationId: string;
  /** Null of one that is yet to be made. */
  company: CompanyOut | null;
  mayDelete?: boolean;
  onMade?: () => void;
}

function CompanyForm({ organisationId, company, mayDelete = false, onMade }: CompanyFormProps) {
  const { t } = useTranslation("postings");
  const queryClient = useQueryClient();
  const [name, setName] = useState(company?.name ?? "");
  const [about, setAbout] = useState(company?.about ?? "");
  const [ideal, setIdeal] = useState(company?.ideal_candidate ?? "");
  const saving = useMutation({
    mutationFn: () => {
      const body = { name, about, ideal_candidate: ideal };
      return company === null
        ? createCompany({ body: { ...body, organisation_id: organisationId } })
        : changeCompany({ path: { company_id: company.id }, body });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: companiesQuery(organisationId).queryKey });
      onMade?.();
    },
  });
  return (
    <Card>
      <form
        className="space-y-5"
        aria-label={company?.name ?? t("company.add")}
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Field
          label={t("company.name")}
          required
          maxLength={120}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <TextField
          label={t("company.about")}
          hint={t("company.aboutHint")}
          maxLength={4000}
          value={about}
          onChange={(event) => {
            setAbout(event.target.value);
          }}
        />
        <TextField
          label={t("company.ideal")}
          hint={t("company.idealHint")}
          maxLength={4000}
          value={ideal}
          onChange={(event) => {
            setIdeal(event.target.value);
          }}
        />
        <div className="flex flex-wrap items-center justify-between gap-4">
          <SaveRow saving={saving} save={t("save")} saved={t("saved")} />
          {mayDelete && company !== null && <DeleteCompany company={company} />}
        </div>
      </form>
    </Card>
  );
}
