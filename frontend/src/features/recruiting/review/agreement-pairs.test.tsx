import { render, screen } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";

import type { PairAgreement } from "@/client";
import { startI18n } from "@/i18n";
import { loadTexts } from "@/i18n/load";

import { AgreementPairs } from "./agreement-pairs";

beforeAll(async () => {
  await startI18n("en");
  await loadTexts("review");
});

const pair: PairAgreement = {
  reviewer: "Kim Haneul",
  other: "Lee Seojun",
  machine: false,
  kappa: { value: 0.612, reason: null, n: 12 },
};

it("gives the figure of a pair, and the reason where there is none", () => {
  const few: PairAgreement = {
    ...pair,
    other: null,
    machine: true,
    kappa: { value: null, reason: "too_few", n: 2 },
  };
  const { rerender } = render(<AgreementPairs pairs={[pair, few]} none="Nobody yet" />);
  expect(screen.getByText("Kim Haneul – Lee Seojun")).toBeTruthy();
  expect(screen.getByText("κ 0.61")).toBeTruthy();
  expect(screen.getByText("Kim Haneul – automatic bands")).toBeTruthy();
  expect(screen.getByText("Too few criteria banded by both (2)")).toBeTruthy();
  rerender(<AgreementPairs pairs={[]} none="Nobody yet" />);
  expect(screen.getByText("Nobody yet")).toBeTruthy();
});
