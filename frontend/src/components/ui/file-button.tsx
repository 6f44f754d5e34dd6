import { FileUp } from "lucide-react";

import { Spinner } from "./spinner";

interface FileButtonProps {
  label: string;
  /** Endings and types, as the browser's dialogue filters by them. */
  accept: string;
  isPending: boolean;
  /** The id of what says more about the file. */
  describedBy?: string;
  onChoose: (file: File) => void;
}

/** A button that asks for a file. The browser's own input lies over it: it takes clicks, keys and files dropped. */
export function FileButton({ label, accept, isPending, describedBy, onChoose }: FileButtonProps) {
  return (
    <div className="relative inline-flex rounded-control focus-within:outline-3 focus-within:outline-offset-3 focus-within:outline-accent">
      <input
        type="file"
        accept={accept}
        disabled={isPending}
        aria-label={label}
        aria-describedby={describedBy}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) onChoose(file);
          // The same file may be chosen again once it has been put right.
          currentTarget.value = "";
        }}
      />
      <span
        aria-hidden
        className="inline-flex h-11 items-center gap-2 rounded-control border border-control bg-surface px-5 text-label font-semibold"
      >
        {isPending ? <Spinner /> : <FileUp className="size-[1.15em]" />}
        {label}
      </span>
    </div>
  );
}
