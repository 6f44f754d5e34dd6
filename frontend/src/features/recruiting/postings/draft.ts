import type { CompetencyInput, PostingChange, PostingOut } from "@/client";

/** The form's own state: as the API takes it, but that instants are as the browser's inputs hold them. */
export type Draft = Omit<Required<PostingChange>, "window_opens" | "window_closes" | "competencies"> & {
  window_opens: string;
  window_closes: string;
  competencies: (Required<CompetencyInput> & { key: number })[];
};

export function emptyDraft(companyId: string): Draft {
  return {
    company_id: companyId,
    title: "",
    position: "backend",
    description: "",
    languages: ["ko"],
    window_opens: "",
    window_closes: "",
    difficulty: null,
    question_count: 5,
    follow_ups: 1,
    competencies: [],
    accommodations: { typed_answers: true, extra_time: true },
    retention_days: 180,
    shows_answers_live: false,
    asks_for_resume: "optional",
    names_key_points: false,
  };
}

export function draftOf(posting: PostingOut): Draft {
  return {
    company_id: posting.company_id,
    title: posting.title,
    position: posting.position,
    description: posting.description,
    languages: posting.languages,
    window_opens: localInstant(posting.window_opens),
    window_closes: localInstant(posting.window_closes),
    difficulty: posting.difficulty,
    question_count: posting.question_count,
    follow_ups: posting.follow_ups,
    competencies: posting.competencies.map((competency, key) => ({ ...competency, key })),
    accommodations: posting.accommodations,
    retention_days: posting.retention_days,
    shows_answers_live: posting.shows_answers_live,
    asks_for_resume: posting.asks_for_resume,
    names_key_points: posting.names_key_points,
  };
}

export function asChange({ competencies, window_opens, window_closes, ...draft }: Draft): PostingChange {
  return {
    ...draft,
    window_opens: instant(window_opens),
    window_closes: instant(window_closes),
    competencies: competencies.map(({ slug, name, description }) => ({ slug, name, description })),
  };
}

/** A name of its own for a new competency: a slug has no Korean in it. */
export function freshSlug(taken: { slug: string }[]): string {
  for (let number = taken.length + 1; ; number += 1) {
    const slug = `competency-${number}`;
    if (!taken.some((one) => one.slug === slug)) return slug;
  }
}

function instant(local: string): string | null {
  return local === "" ? null : new Date(local).toISOString();
}

/** As a `datetime-local` input holds it, in the browser's zone. */
function localInstant(value: string | null): string {
  if (value === null) return "";
  const at = new Date(value);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
