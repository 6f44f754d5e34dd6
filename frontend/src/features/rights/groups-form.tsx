import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { declareGroups, type DeclaredGroupsOutput as DeclaredGroups } from "@/client";
import { SaveRow } from "@/components/save-row";
import { Select } from "@/components/ui/select";

import { declaredGroupsQuery } from "./queries";

const VALUES = {
  gender: ["woman", "man", "other"],
  age: ["under_30", "30_39", "40_49", "50_59", "60_plus"],
  ethnicity: ["asian", "black", "hispanic", "native_american", "pacific_islander", "white", "two_or_more"],
  disability: ["yes", "no"],
} as const satisfies { [Dimension in keyof DeclaredGroups]-?: NonNullable<DeclaredGroups[Dimension]>[] };

/** What candidates may say of themselves for the bias audit, as much of it as they like. */
export function GroupsForm({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("rights");
  const queryClient = useQueryClient();
  const { data: declared } = useSuspenseQuery(declaredGroupsQuery(interviewId));
  const [groups, setGroups] = useState<DeclaredGroups>(declared);
  const saving = useMutation({
    mutationFn: () => declareGroups({ path: { interview_id: interviewId }, body: groups }),
    onSuccess: () => queryClient.invalidateQueries(declaredGroupsQuery(interviewId)),
  });

  function choice<Dimension extends keyof DeclaredGroups>(
    dimension: Dimension,
    values: readonly NonNullable<DeclaredGroups[Dimension]>[],
    nameOf: (value: NonNullable<DeclaredGroups[Dimension]>) => string,
  ) {
    return (
      <Select
        key={dimension}
        label={t(`dimension.${dimension}`)}
        value={groups[dimension] ?? ""}
        onChange={(event) => {
          const value = values.find((one) => one === event.target.value) ?? null;
          saving.reset();
          setGroups({ ...groups, [dimension]: value });
        }}
      >
        <option value="">{t("groups.unsaid")}</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {nameOf(value)}
          </option>
        ))}
      </Select>
    );
  }

  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        {choice("gender", VALUES.gender, (value) => t(`group.gender.${value}`))}
        {choice("age", VALUES.age, (value) => t(`group.age.${value}`))}
        {choice("ethnicity", VALUES.ethnicity, (value) => t(`group.ethnicity.${value}`))}
        {choice("disability", VALUES.disability, (value) => t(`group.disability.${value}`))}
      </div>
      <SaveRow saving={saving} save={t("groups.save")} saved={t("groups.saved")} />
    </form>
  );
}
