import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";

import { meQuery } from "./queries";

const labels = { candidate: "nav.home", recruiter: "nav.recruiting", admin: "nav.admin" } as const;

/** Leads to where the work of whoever is signed in begins. */
export default function HomeLink() {
  const { t } = useTranslation();
  const { data: user } = useQuery(meQuery);
  if (user === undefined) return null;
  return (
    <Button variant="quiet" className="max-sm:hidden" render={<Link to="/home" />}>
      {t(labels[user.role])}
    </Button>
  );
}
