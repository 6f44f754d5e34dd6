import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { searchQuestions, type PostingOut } from "@/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

const MOST = 8;

interface BankSearchProps {
  posting: PostingOut;
  onChoose: (slug: string) => void;
}

/** Finds a question of the bank by what it is about. */
export function BankSearch({ posting, onChoose }: BankSearchProps) {
  const { t } = useTranslation("postings");
  const [q, setQ] = useState("");
  const sought = useDeferredValue(q.trim());
  const filters = { language: posting.languages[0] ?? "ko", position: posting.position, limit: MOST };
  const search = useQuery({
    queryKey: ["questions", "for-plan", sought, filters],
    queryFn: ({ signal }) => searchQuestions({ query: { ...filters, q: sought }, signal }),
    enabled: sought !== "",
    placeholderData: keepPreviousData,
  });
  const found = search.data?.found ?? [];
  return (
    <div className="space-y-4 border-t pt-4">
      <Field
        label={t("search.label")}
        hint={t("search.hint")}
        type="search"
        maxLength={300}
        value={q}
        onChange={(event) => {
          setQ(event.target.value);
        }}
        onKeyDown={(event) => {
          // Enter would make the next version of the plan.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <Failure error={search.error} />
      <p role="status" className="text-label text-muted">
        {search.isSuccess && found.length === 0 && t("search.nothing")}
      </p>
      <ul className="space-y-2">
        {found.map(({ question }) => (
          <li key={question.id} className="flex flex-wrap items-center gap-3">
            <p lang={question.language} className="min-w-0 flex-1 basis-72 text-label">
              {question.content}
            </p>
            <Button
              variant="outline"
              aria-label={t("search.takeOf", { question: question.content })}
              onClick={() => {
                onChoose(question.slug);
              }}
            >
              {t("search.take")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
