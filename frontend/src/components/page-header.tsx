import { ArrowLeft } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

/** The link that leads out of a page, above its title. */
export function BackLink({ to, children }: { to: ReactElement; children: ReactNode }) {
  return (
    <Button variant="link" size="inline" className="text-label" render={to}>
      <ArrowLeft aria-hidden />
      {children}
    </Button>
  );
}

interface PageHeaderProps {
  back?: ReactNode;
  title: string;
  lead: ReactNode;
  className?: string;
  children?: ReactNode;
}

export function PageHeader({ back, title, lead, className, children }: PageHeaderProps) {
  return (
    <header className={cn("mb-10 space-y-3", className)}>
      {back}
      <h1 className="text-headline">{title}</h1>
      <p className="text-lead text-muted figures">{lead}</p>
      {children}
    </header>
  );
}
