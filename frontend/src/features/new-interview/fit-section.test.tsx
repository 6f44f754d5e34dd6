import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, describe, expect, it } from "vitest";

import type { CareerChange, ConfigOut, ResumeOut } from "@/client";
import { configQuery } from "@/features/interviews/queries";
import { resumeQuery, resumesQuery } from "@/features/resumes/queries";
import { loadTexts } from "@/i18n/load";

import { FitSection, type Fit } from "./fit-section";

const nothing: Fit = {
  follow_ups: 2,
  difficulty: null,
  scenario: "standard",
  resume_id: null,
  job_description: "",
  company_profile: "",
};
const change: CareerChange = {
  experience_family: "sales",
  experience_words: ["sales"],
  target_family: "software",
  target_words: ["backend"],
};

function resume(id: string, career_change: CareerChange | null): ResumeOut {
  return {
    id,
    file_name: `${id}.pdf`,
    format: "pdf",
    size: 1,
    state: "parsed",
    error: null,
    language: "en",
    target_role: null,
    created_at: "2026-11-01T09:00:00Z",
    read_by: [],
    revision: 1,
    sections: [],
    career_change,
  };
}

/** The section, and what was chosen in it last. */
function show(interviewer = "bank") {
  const chosen: { value: Fit } = { value: nothing };
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const resumes = [resume("changer", change), resume("stayer", null)];
  queryClient.setQueryData(configQuery.queryKey, {
    engines: { interviewer: { name: interviewer } },
  } as unknown as ConfigOut);
  queryClient.setQueryData(resumesQuery.queryKey, resumes);
  for (const one of resumes) queryClient.setQueryData(resumeQuery(one.id).queryKey, one);
  function Section() {
    const [value, setValue] = useState(nothing);
    chosen.value = value;
    return <FitSection value={value} error={null} onChange={setValue} />;
  }
  render(
    <QueryClientProvider client={queryClient}>
      <Section />
    </QueryClientProvider>,
  );
  return chosen;
}

const take = (file: string) => userEvent.selectOptions(screen.getByLabelText("Résumé"), file);

beforeAll(() => loadTexts("newInterview", "resumes"));

describe("what brings questions nearer", () => {
  it("has up to two follow-ups to a question, or none", async () => {
    const chosen = show();
    await userEvent.click(screen.getByText("None"));
    expect(chosen.value.follow_ups).toBe(0);
    await userEvent.click(screen.getByText("Up to 1 to each question"));
    expect(chosen.value.follow_ups).toBe(1);
  });

  it("offers the questions about a change where the résumé looks like one, and chooses nothing by itself", async () => {
    const chosen = show();
    await take("stayer.pdf");
    expect(screen.queryByText(/change of careers/)).toBeNull();
    await take("changer.pdf");
    expect(
      screen.getByText("This looks like a change of careers: sales → software development"),
    ).toBeTruthy();
    expect(chosen.value.scenario).toBe("standard");
    await userEvent.click(screen.getByRole("button", { name: "Ask me about the change" }));
    expect(chosen.value).toMatchObject({ scenario: "career_change", resume_id: "changer" });
    await userEvent.click(screen.getByRole("button", { name: "Ask me as somebody of the field" }));
    expect(chosen.value.scenario).toBe("standard");
  });

  it("says that a language model reads the résumé where one does", () => {
    show("remote/any");
    expect(screen.getByText(/A language model of this installation reads parts of it/)).toBeTruthy();
  });
});
