import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { OrganisationOut, PostingOut } from "@/client";
import { BackLink } from "@/components/page-header";
import { useCurrentInSight } from "@/lib/use-current-in-sight";

import { RecruitingShell } from "./recruiting-shell";

const PAGES = [
  { to: "/recruiting/postings/$postingId", label: "nav.posting" },
  { to: "/recruiting/postings/$postingId/invitations", label: "nav.invitations" },
  { to: "/recruiting/postings/$postingId/live", label: "nav.live" },
] as const;

interface PostingShellProps {
  organisation: OrganisationOut;
  posting: PostingOut;
  /** Which of the posting's pages it is. */
  page: (typeof PAGES)[number]["label"];
  lead: ReactNode;
  /** Beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** What the pages of one posting share: which posting it is, the way back to all, and from one page to the next. */
export function PostingShell({ organisation, posting, page, lead, action, children }: PostingShellProps) {
  const { t } = useTranslation("invitations");
  const { t: postings } = useTranslation("postings");
  const row = useCurrentInSight();
  return (
    <RecruitingShell
      organisation={organisation}
      back={<BackLink to={<Link to="/recruiting/postings" />}>{postings("title")}</BackLink>}
      title={posting.title}
      tab={`${t(page)} · ${posting.title}`}
      lead={lead}
      action={action}
    >
      <nav
        ref={row}
        aria-label={t("nav.label")}
        className="relative mb-8 flex fades gap-2 overflow-x-auto border-b"
      >
        {PAGES.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ postingId: posting.id }}
            className="border-b-2 border-transparent px-4 py-2.5 text-label font-semibold whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-3 aria-[current=page]:border-accent aria-[current=page]:text-ink"
            activeOptions={{ exact: true }}
          >
            {t(label)}
          </Link>
        ))}
      </nav>
      {children}
    </RecruitingShell>
  );
}
