import { Share2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

import { ShareForm } from "./share-form";
import { ShareList } from "./share-list";

/** Links that show others the report of a practice interview: makes, lists and ends them. */
export function ShareReport({ interviewId }: { interviewId: string }) {
  const { t } = useTranslation("sharing");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="outline"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <Share2 aria-hidden />
        {t("open")}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t("title")}
        description={t("lead")}
        className="max-w-2xl space-y-8"
      >
        <ShareForm interviewId={interviewId} />
        <ShareList interviewId={interviewId} />
      </Dialog>
    </>
  );
}
