import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

interface PageProps {
  /** What the browser's tab says; the product's name follows. Without it, the product's name and its promise. */
  title?: string;
  className?: string;
  children: ReactNode;
}

/** The frame of a page: its width, its breathing space and its title. */
export function Page({ title, className, children }: PageProps) {
  const { t } = useTranslation();
  const documentTitle =
    title === undefined ? `${t("product")} — ${t("tagline")}` : t("title", { page: title });

  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);

  return (
    <div
      className={cn("mx-auto w-full max-w-page animate-arrive px-5 pt-8 pb-24 sm:px-8 sm:pt-12", className)}
    >
      {children}
    </div>
  );
}
