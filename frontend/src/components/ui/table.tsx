import type { ComponentProps } from "react";

import { ScrollRegion } from "@/components/scroll-region";
import { cn } from "@/lib/cn";

interface TableProps extends ComponentProps<"table"> {
  label: string;
  /**
   * On a phone each row stands by itself, and its cells say their column `beside` or `above` what is in them. Without
   * it the table scrolls sideways there.
   */
  stacks?: "beside" | "above";
  /** On a sheet of its own, which heads that stay (`RowHead`, `TableHead`) can cover what scrolls below them with. */
  raised?: boolean;
}

/** A table that scrolls sideways where it does not fit; `label` names the scrolling region. */
export function Table({ className, label, stacks, raised = false, ...props }: TableProps) {
  return (
    <ScrollRegion
      label={label}
      className={cn(
        "relative fades overflow-x-auto focus-visible:-outline-offset-3",
        raised && "rounded-panel border bg-raised",
      )}
    >
      <table
        data-stacks={stacks}
        // Columns are as wide as their longest word, unlike what breaks anywhere.
        className={cn(
          "w-full text-left wrap-break-word",
          // Collapsed borders do not stay with a cell that stays.
          raised
            ? "border-separate border-spacing-0 [&_:is(tbody,tfoot)_:is(th,td)]:border-t"
            : "border-collapse",
          stacks && "stacks",
          className,
        )}
        {...props}
      />
    </ScrollRegion>
  );
}

const STAYS = "sticky left-0 z-1 bg-raised max-sm:max-w-40";

interface HeadProps extends ComponentProps<"th"> {
  /** Whether it is in sight where a raised table scrolls sideways. */
  stays?: boolean;
}

export function TableHead({ className, stays = false, ...props }: HeadProps) {
  return (
    <th
      className={cn("px-4 py-3 text-caption font-semibold text-muted", stays && STAYS, className)}
      {...props}
    />
  );
}

/** The names of the columns; `first` is that of the rows' own heads, and stays in sight. */
export function ColumnHeads({ first, columns }: { first: string; columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        <TableHead scope="col" stays>
          {first}
        </TableHead>
        {columns.map((column) => (
          <TableHead key={column} scope="col">
            {column}
          </TableHead>
        ))}
      </tr>
    </thead>
  );
}

/** `label` is the name of its column, for where rows stand by themselves. */
export function TableCell({ className, label, ...props }: ComponentProps<"td"> & { label?: string }) {
  return <td data-label={label} className={cn("px-4 py-4 align-top", className)} {...props} />;
}

/** What a row is about. */
export function RowHead({ className, stays = false, ...props }: HeadProps) {
  return (
    <th
      scope="row"
      className={cn("px-4 py-4 text-left align-top font-semibold", stays && STAYS, className)}
      {...props}
    />
  );
}
