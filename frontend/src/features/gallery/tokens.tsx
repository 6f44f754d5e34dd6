import { useTranslation } from "react-i18next";

import { cn } from "@/lib/cn";

import { Section } from "./section";

/** Each ground with the text colours that may stand on it. */
const grounds = [
  { name: "canvas", className: "bg-canvas", texts: ["text-ink", "text-muted", "text-accent", "text-danger"] },
  { name: "raised", className: "bg-raised", texts: ["text-ink", "text-muted", "text-accent", "text-danger"] },
  { name: "sunken", className: "bg-sunken", texts: ["text-ink", "text-muted"] },
  { name: "accent", className: "bg-accent", texts: ["text-on-accent"] },
  { name: "accent-soft", className: "bg-accent-soft", texts: ["text-ink", "text-accent"] },
  { name: "lit", className: "bg-lit", texts: ["text-ink"] },
  { name: "lit-soft", className: "bg-lit-soft", texts: ["text-ink", "text-caution"] },
  { name: "caution-soft", className: "bg-caution-soft", texts: ["text-ink", "text-caution"] },
  { name: "danger-soft", className: "bg-danger-soft", texts: ["text-ink", "text-danger"] },
  { name: "good-soft", className: "bg-good-soft", texts: ["text-ink", "text-good"] },
];

const sizes = [
  "text-display font-bold",
  "text-headline font-bold",
  "text-title font-semibold",
  "text-lead",
  "text-body",
  "text-label",
  "text-caption",
];

const radii = ["rounded-mark", "rounded-control", "rounded-panel", "rounded-card", "rounded-full"];

export function Tokens() {
  const { t } = useTranslation("gallery");
  return (
    <>
      <Section title={t("colour")}>
        <ul className="grid grid-cols-2 gap-4 md:grid-cols-3 lg:grid-cols-5">
          {grounds.map(({ name, className, texts }) => (
            <li key={name} className={cn("min-h-36 rounded-panel border p-4", className)}>
              <p className={cn("mb-2 text-label font-semibold", texts[0])}>{name}</p>
              {texts.map((text) => (
                <p key={text} className={cn("text-caption", text)}>
                  {text.replace("text-", "")}
                </p>
              ))}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("type")}>
        <ul className="space-y-4">
          {sizes.map((size) => (
            <li key={size} className="grid gap-x-8 gap-y-1 lg:grid-cols-[12rem_1fr] lg:items-baseline">
              <code className="text-caption text-muted">{size}</code>
              <span className={size}>{t("sample")}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("radius")}>
        <ul className="flex flex-wrap gap-5">
          {radii.map((radius) => (
            <li key={radius} className={cn("grid h-24 w-36 place-items-center glass", radius)}>
              <code className="text-caption text-muted">{radius}</code>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("motion")}>
        <div className="group flex items-center gap-6">
          <div className="h-3 w-full max-w-reading rounded-full bg-sunken">
            <div className="h-full w-1/4 rounded-full bg-accent transition-[translate] duration-700 ease-settle group-hover:translate-x-[300%]" />
          </div>
          <span className="size-4 animate-breathe rounded-full bg-accent" />
        </div>
      </Section>
    </>
  );
}
