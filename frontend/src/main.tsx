import "./styles/app.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot, type RootOptions } from "react-dom/client";

import { startI18n } from "./i18n";
import { noteComponents } from "./lib/page-errors";
import { readLanguage } from "./lib/preferences";
import { queryClient, router } from "./router";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

await startI18n(readLanguage());

// The error panel logs what it shows, with the number that it shows.
const onCaughtError: RootOptions["onCaughtError"] = (error, { componentStack }) => {
  noteComponents(error, componentStack);
};

createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
