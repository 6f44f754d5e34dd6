import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

const PAGES = [
  { to: "/recruiting/postings/$postingId", label: "nav.posting" },
  { to: "/recruiting/postings/$postingId/invitations", label: "nav.invitations" },
  { to: "/recruiting/postings/$postingId/live", label: "nav.live" },
] as const;

/** The way between the pages of one posting. */
export function PostingNav({ postingId }: { postingId: string }) {
  const { t } = useTranslation("invitations");
  return (
    <nav aria-label={t("nav.label")} className="mb-8 flex gap-2 overflow-x-auto border-b">
      {PAGES.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ postingId }}
          className="border-b-2 border-transparent px-4 py-2.5 text-label font-semibold whitespace-nowrap text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          activeOptions={{ exact: true }}
        >
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
