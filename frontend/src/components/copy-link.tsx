import { Check, Copy } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** A link to hand over, and the button that copies it. */
export function CopyLink({ label, link }: { label: string; link: string }) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);

  async function copy() {
    field.current?.select();
    // Over plain http there is no clipboard to write to: the link is selected, to be copied by hand.
    if (!("clipboard" in navigator)) return;
    await navigator.clipboard.writeText(link).then(
      () => {
        setIsCopied(true);
      },
      () => undefined,
    );
  }

  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block text-label font-semibold">
        {label}
      </label>
      <div className="flex gap-2">
        <Input ref={field} id={id} readOnly value={link} className="min-w-0 font-mono text-label" />
        <Button variant="outline" className="h-12" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {t(isCopied ? "copy.done" : "copy.do")}
        </Button>
      </div>
      <p role="status" className="sr-only">
        {isCopied && t("copy.done")}
      </p>
    </div>
  );
}
