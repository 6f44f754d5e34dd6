import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { BankQuestionOut } from "@/client";
import { ErrorPanel } from "@/components/error-panel";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { AdminShell } from "@/features/admin/admin-shell";
import { positionName } from "@/features/interviews/position-name";
import { currentLanguage } from "@/i18n";

import { FilterForm } from "./filter-form";
import { filtersOf, type BankSearch } from "./filters";
import { bankQuery, PAGE_SIZE } from "./queries";

/** The question bank: looked through by words, meaning and kind. */
export function BankPage({ search }: { search: BankSearch }) {
  const { t } = useTranslation("bank");
  const navigate = useNavigate();
  const filters = filtersOf(search, currentLanguage());
  const { data, error, refetch, isPlaceholderData } = useQuery(bankQuery(filters));
  return (
    <AdminShell title={t("title")}>
      <div className="mb-8 flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <p className="max-w-reading text-lead text-muted">{t("lead")}</p>
        <Button render={<Link to="/admin/questions/new" />}>
          <Plus aria-hidden />
          {t("new.open")}
        </Button>
      </div>
      <FilterForm
        key={filters.q}
        filters={filters}
        onChange={(changed) => {
          void navigate({ to: "/admin/questions", search: { ...search, page: undefined, ...changed } });
        }}
      />
      {error !== null && (
        <ErrorPanel
          error={error}
          onRetry={() => {
            void refetch();
          }}
        />
      )}
      {data === undefined && error === null && <Skeleton className="h-72 rounded-card" />}
      {data !== undefined && (
        <section aria-labelledby="found" aria-busy={isPlaceholderData} className="space-y-4">
          <h2 id="found" className="text-title figures" aria-live="polite">
            {data.total === null
              ? t("nearest", { count: data.questions.length })
              : t("found", { count: data.total })}
          </h2>
          {data.questions.length === 0 && <p className="text-muted">{t("nothingFound")}</p>}
          <ul className="space-y-3">
            {data.questions.map((question) => (
              <li key={question.id}>
                <QuestionRow question={question} />
              </li>
            ))}
          </ul>
          <Pages page={filters.page} total={data.total ?? 0} search={search} />
        </section>
      )}
    </AdminShell>
  );
}

function QuestionRow({ question }: { question: BankQuestionOut }) {
  const { t } = useTranslation("bank");
  const { t: common } = useTranslation();
  const roles = question.positions.length === 0 ? ["general"] : question.positions;
  return (
    <div className="space-y-3 rounded-card px-6 py-5 glass">
      <Link
        to="/admin/questions/$questionId"
        params={{ questionId: question.id }}
        lang={question.language}
        className="block font-semibold underline-offset-4 hover:text-accent hover:underline"
      >
        {question.content}
      </Link>
      <p className="flex flex-wrap items-center gap-2">
        <Badge>{common(`category.${question.category}`)}</Badge>
        <Badge>{t(`difficulty.${question.difficulty}`)}</Badge>
        {roles.map((role) => (
          <Badge key={role}>{positionName(role, common)}</Badge>
        ))}
        {question.is_own && <Badge tone="accent">{t("own")}</Badge>}
        {!question.is_active && <Badge tone="caution">{t("inactive")}</Badge>}
        <span className="text-caption text-muted">{question.slug}</span>
      </p>
    </div>
  );
}

function Pages({ page, total, search }: { page: number; total: number; search: BankSearch }) {
  const { t } = useTranslation("bank");
  const last = Math.ceil(total / PAGE_SIZE);
  if (last <= 1) return null;
  return (
    <nav aria-label={t("pages.label")} className="flex items-center gap-4 pt-4">
      {page > 1 && (
        <Button
          variant="outline"
          render={<Link to="/admin/questions" search={{ ...search, page: page - 1 }} />}
        >
          {t("pages.previous")}
        </Button>
      )}
      <span className="text-label text-muted figures">{t("pages.at", { page, last })}</span>
      {page < last && (
        <Button
          variant="outline"
          render={<Link to="/admin/questions" search={{ ...search, page: page + 1 }} />}
        >
          {t("pages.next")}
        </Button>
      )}
    </nav>
  );
}
